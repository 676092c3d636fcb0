package io.github.flinkwasm.fluentbit;

import io.github.flinkwasm.fluentbit.ConfigurationFiles.SourceFile;
import io.github.flinkwasm.fluentbit.Section.Property;
import java.util.Locale;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the classic format: {@code [SECTION]} at the start of a line, then lines of key, space and
 * value, all indented alike, and lines that begin with {@code @}.
 *
 * <pre>
 * [FILTER]
 *     Name   wasm
 *     Match  app.*
 * </pre>
 *
 * <p>The first indented line of a file says by how much its keys are indented; twice as much are
 * the keys of a group within a section. Lines that are empty or comments may be indented in any
 * way, where Fluent Bit wants them indented like the others.
 */
final class ClassicReader {

    private static final int MAX_DEPTH = 100;
    private static final String INCLUDE = "@include ";

    private final ConfigurationFiles files;
    private final ConfigurationContent content;

    /** Where all relative includes start, those of included files too. */
    private final Path directory;

    ClassicReader(ConfigurationFiles files, ConfigurationContent content, Path mainFile) {
        this.files = files;
        this.content = content;
        this.directory = mainFile.getParent();
    }

    void read(SourceFile file) {
        read(file, 0);
    }

    private void read(SourceFile file, int depth) {
        new FileReader(file, depth).read();
    }

    /** One file: neither indentation nor section go on in a file that it includes. */
    private final class FileReader {
        private final SourceFile file;
        private final int depth;
        private @Nullable String indentation;
        private @Nullable SectionDraft section;
        private boolean inGroup;

        FileReader(SourceFile file, int depth) {
            this.file = file;
            this.depth = depth;
        }

        void read() {
            String text = file.text();
            int from = text.startsWith("\uFEFF") ? 1 : 0;
            for (int line = 1; from < text.length(); line++) {
                int end = text.indexOf('\n', from);
                String found = text.substring(from, end < 0 ? text.length() : end);
                readLine(
                        found.endsWith("\r") ? found.substring(0, found.length() - 1) : found,
                        file.line(line));
                from = end < 0 ? text.length() : end + 1;
            }
        }

        private void readLine(String line, SourcePosition position) {
            if (line.indexOf('\0') >= 0) {
                throw Problems.at(position, "the line holds a NUL. Is this a text file?");
            }
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                return;
            }
            if (line.startsWith("@")) {
                readCommand(line, position);
            } else if (line.startsWith("[")) {
                readHeader(line, position);
            } else {
                readKey(line, position);
            }
        }

        private void readCommand(String line, SourcePosition position) {
            if (line.toLowerCase(Locale.ROOT).startsWith(INCLUDE)) {
                include(line.substring(INCLUDE.length()).strip(), position);
                return;
            }
            int space = line.indexOf(' ');
            String command = line.substring(1, space < 0 ? line.length() : space);
            String parameters = space < 0 ? "" : line.substring(space + 1).strip();
            int equals = parameters.indexOf('=');
            if (command.equalsIgnoreCase("set") && equals > 0) {
                content.variables()
                        .set(parameters.substring(0, equals), parameters.substring(equals + 1));
            } else if (space < 0 || command.equalsIgnoreCase("set")) {
                throw Problems.at(
                        position,
                        "%s is no command. Write @INCLUDE and a file, or @SET name=value.",
                        Excerpts.quoted(line));
            } else {
                content.warn(
                        position,
                        "the command %s is ignored: only @INCLUDE and @SET are known.",
                        Excerpts.quoted("@" + command));
            }
        }

        private void include(String name, SourcePosition position) {
            if (depth >= MAX_DEPTH) {
                throw Problems.at(
                        position,
                        "files include one another more than %d deep, which is the most that is"
                                + " read. Include them from fewer files.",
                        MAX_DEPTH);
            }
            for (Path included : files.find(name, directory, position)) {
                ClassicReader.this.read(files.readIncluded(included, position), depth + 1);
            }
        }

        private void readHeader(String line, SourcePosition position) {
            String title = titleOf(line, position);
            section = content.begin(Section.Kind.ofClassic(title), title, position);
            inGroup = false;
        }

        private void readKey(String line, SourcePosition position) {
            SectionDraft current = section;
            if (current == null) {
                throw Problems.at(
                        position,
                        "%s stands before the first section of its file. A section begins with a"
                                + " line such as [FILTER]; is this a file of the classic format?",
                        Excerpts.quoted(line.strip()));
            }
            String text = line.substring(checkIndentation(line, position));
            int space = text.indexOf(' ');
            if (text.startsWith("[")) {
                titleOf(text, position);
                inGroup = true;
                return;
            }
            String value = space < 0 ? "" : text.substring(space + 1).strip();
            if (value.isEmpty()) {
                throw Problems.at(
                        position,
                        "%s has no value. A key, a space and the value stand in one line%s.",
                        Excerpts.quoted(text.strip()),
                        text.indexOf('\t') >= 0 ? "; a tab is no space" : "");
            }
            if (!inGroup) {
                current.add(new Property(text.substring(0, space).strip(), value, position));
            }
        }

        /** How many characters of the line are its indentation. */
        private int checkIndentation(String line, SourcePosition position) {
            int width = 0;
            while (line.charAt(width) == ' ' || line.charAt(width) == '\t') {
                width++;
            }
            if (width == 0) {
                throw Problems.at(
                        position,
                        "%s is not indented, and no section. Indent the keys of a section.",
                        Excerpts.quoted(line.strip()));
            }
            String found = line.substring(0, width);
            if (indentation == null) {
                indentation = found;
            }
            boolean begins = found.startsWith(indentation);
            if (begins && width == 2 * indentation.length()) {
                return width;
            }
            if (!begins || width != indentation.length()) {
                throw Problems.at(
                        position,
                        "the line is indented by %s, but the keys of this file are by %s. Indent"
                                + " all of them alike.",
                        described(found),
                        described(indentation));
            }
            inGroup = false;
            return width;
        }
    }

    private static String titleOf(String line, SourcePosition position) {
        int end = line.indexOf(']');
        if (end < 2) {
            throw Problems.at(
                    position,
                    "%s is no section: its name is missing, or the bracket after it. Write for"
                            + " example [FILTER].",
                    Excerpts.quoted(line));
        }
        return line.substring(1, end);
    }

    private static String described(String indentation) {
        long tabs = indentation.chars().filter(c -> c == '\t').count();
        long spaces = indentation.length() - tabs;
        if (tabs == 0) {
            return spaces + " spaces";
        }
        return spaces == 0 ? tabs + " tabs" : spaces + " spaces and " + tabs + " tabs";
    }
}
