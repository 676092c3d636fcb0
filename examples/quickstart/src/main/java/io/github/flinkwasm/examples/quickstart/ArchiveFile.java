package io.github.flinkwasm.examples.quickstart;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * One file of the archive.
 *
 * @param path where it is; absolute
 * @param name what it is called in the outputs and the summary; no other file of the run has it
 * @param tag the tag of its events
 * @param size its size in bytes, compressed or not
 */
record ArchiveFile(Path path, String name, String tag, long size) {

    /** Files of the bundled archive whose tag in a Fluent Bit pipeline would not be their name. */
    private static final Map<String, String> OTHER_TAGS =
            Map.of("application", "app", "postgresql", "db");

    /**
     * The tag that a file's name suggests: what precedes the first dot, without the number of a
     * rotation, with dots for the other separators. {@code web-access-1.ndjson.gz} has {@code
     * web.access}.
     */
    static String tagOf(String fileName) {
        int dot = fileName.indexOf('.', 1);
        String stem = dot < 0 ? fileName : fileName.substring(0, dot);
        String tag =
                stem.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}]+", ".")
                        .replaceAll("(\\.\\p{IsDigit}+)+\\.?$", "")
                        .replaceAll("^\\.|\\.$", "");
        return OTHER_TAGS.getOrDefault(tag, tag);
    }
}
