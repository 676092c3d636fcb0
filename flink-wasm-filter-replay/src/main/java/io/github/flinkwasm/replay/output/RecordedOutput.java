package io.github.flinkwasm.replay.output;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.github.flinkwasm.replay.archive.ArchiveFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.Path;

/**
 * The output of a finished replay, as something that another replay of the same inputs can be
 * compared with. Only the manifest is read here; what tasks read of the rest they compare with it.
 */
@Experimental
public final class RecordedOutput {
    /**
     * How names of settings begin that decide which items an input has, with which tag and time.
     */
    public static final String INPUT_PREFIX = "input ";

    /** The setting that says that items are failed events of another replay. */
    public static final String RETRY_FAILED = "retry-failed";

    private static final int NAMED = 5;

    /** Reads a manifest piece by piece. */
    private static final ObjectReader ENTRIES =
            JsonLines.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String directory;
    private final SortedMap<String, String> settings;
    private final String manifestSha256;
    private final RecordedUnits units;

    private RecordedOutput(
            String directory,
            SortedMap<String, String> settings,
            String manifestSha256,
            RecordedUnits units) {
        this.directory = directory;
        this.settings = settings;
        this.manifestSha256 = manifestSha256;
        this.units = units;
    }

    /**
     * Reads the manifest of a finished replay, and finds the inputs in it that shall be compared.
     *
     * @param directory of that replay
     * @param inputs what is replayed now
     * @param settings all settings of the replay now, of which those must be the same that decide
     *     what the inputs' items are
     * @throws OutputRefusedException if there is no such replay, or a comparison would compare
     *     different things; the message says what
     * @throws IOException if the directory cannot be read
     */
    public static RecordedOutput read(
            String directory, List<ArchiveFile> inputs, Map<String, String> settings)
            throws IOException {
        if (!new OutputDirectory(directory).isFinished()) {
            throw new OutputRefusedException(
                    "There is no finished replay in %s to compare with: it has no %s. Name the output directory of one, or finish it by --resume."
                            .formatted(directory, OutputDirectory.SUCCESS));
        }
        Path manifest = new Path(directory, Manifest.NAME);
        MessageDigest digest = sha256();
        try (InputStream in =
                        new DigestInputStream(manifest.getFileSystem().open(manifest), digest);
                JsonParser json = ENTRIES.createParser(in)) {
            Found found = new Found(directory, inputs, settings);
            found.read(json);
            in.transferTo(OutputStream.nullOutputStream());
            return new RecordedOutput(
                    directory,
                    found.recorded,
                    HexFormat.of().formatHex(digest.digest()),
                    found.units());
        } catch (FileNotFoundException e) {
            throw new OutputRefusedException(
                    "The replay in %s cannot be compared with: it has no %s any more."
                            .formatted(directory, Manifest.NAME));
        } catch (JsonProcessingException e) {
            throw new OutputRefusedException(
                    "The replay in %s cannot be compared with: its %s is damaged: %s."
                            .formatted(directory, Manifest.NAME, e.getOriginalMessage()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    public String directory() {
        return directory;
    }

    /** The settings of the recorded replay, as {@link ReplayPlan} had them. */
    public SortedMap<String, String> settings() {
        return new TreeMap<>(settings);
    }

    /** By which a resumed replay knows that it is still compared with the same output. */
    public String manifestSha256() {
        return manifestSha256;
    }

    /** Where tasks find the outcomes of each input. */
    public RecordedUnits units() {
        return units;
    }

    /** What {@code ReplayStatistics.toJson} said of the recorded replay, if it is still there. */
    public Optional<String> statistics() throws IOException {
        try {
            return Optional.of(
                    new String(
                            OutputFiles.read(new Path(directory, OutputDirectory.STATISTICS)),
                            StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** What is found on the way through a manifest, which may be long. */
    private static final class Found {
        private final String directory;
        private final List<ArchiveFile> inputs;
        private final Map<String, String> now;
        private final Map<String, Integer> wanted = new HashMap<>();
        private final SortedMap<String, String> recorded = new TreeMap<>();
        private final boolean[] isFound;
        private final int[] numbers;
        private final int[] checksums;
        private final List<String> changed = new ArrayList<>();

        Found(String directory, List<ArchiveFile> inputs, Map<String, String> now) {
            this.directory = directory;
            this.inputs = inputs;
            this.now = now;
            for (int i = 0; i < inputs.size(); i++) {
                wanted.put(inputs.get(i).uri(), i);
            }
            this.isFound = new boolean[inputs.size()];
            this.numbers = new int[inputs.size()];
            this.checksums = new int[inputs.size()];
        }

        void read(JsonParser json) throws IOException {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "version" -> requireVersion(json.getValueAsInt());
                    case "settings" -> {
                        JsonNode texts = ENTRIES.readTree(json);
                        texts.properties()
                                .forEach(
                                        text ->
                                                recorded.put(
                                                        text.getKey(), text.getValue().asText()));
                        requireSameItems();
                    }
                    case "inputs" -> {
                        for (int unit = 0; json.nextToken() == JsonToken.START_OBJECT; unit++) {
                            add(unit, ENTRIES.readTree(json));
                        }
                    }
                    default -> {
                        if (value.isStructStart()) {
                            json.skipChildren();
                        }
                    }
                }
            }
        }

        private void requireVersion(int version) {
            if (version != Manifest.VERSION) {
                throw refused(
                        "its manifest is of version %d, and version %d is read here"
                                .formatted(version, Manifest.VERSION));
            }
        }

        private void requireSameItems() {
            List<String> differences =
                    new ReplayPlan(aboutItems(recorded), List.of())
                            .differencesTo(new ReplayPlan(aboutItems(now), List.of()));
            if (!differences.isEmpty()) {
                throw refused(
                        "it read its inputs in another way: %s. Read them now as they were read then"
                                .formatted(String.join("; ", differences)));
            }
        }

        private static SortedMap<String, String> aboutItems(Map<String, String> settings) {
            SortedMap<String, String> some = new TreeMap<>();
            settings.forEach(
                    (name, value) -> {
                        if (name.startsWith(INPUT_PREFIX)) {
                            some.put(name, value);
                        } else if (name.equals(RETRY_FAILED)) {
                            // Which directory's failed events they are is known by the inputs.
                            some.put(name, "given");
                        }
                    });
            return some;
        }

        private void add(int unit, JsonNode entry) {
            Integer index = wanted.get(entry.path("uri").asText());
            if (index == null) {
                return;
            }
            ArchiveFile input = inputs.get(index);
            if (entry.path("bytes").asLong() != input.length()) {
                changed.add(
                        "%s has %,d bytes, but had %,d"
                                .formatted(
                                        input.uri(), input.length(), entry.path("bytes").asLong()));
            } else if (entry.path("modified").asLong() != input.modified()) {
                changed.add(input.uri() + " was written to");
            }
            isFound[index] = true;
            numbers[index] = unit;
            checksums[index] = checksum(unit, entry.path("files"));
        }

        private int checksum(int unit, JsonNode files) {
            String outcomes = OutcomesFile.pathOf(unit);
            for (JsonNode file : files) {
                if (file.path("path").asText().equals(outcomes)) {
                    return HexFormat.fromHexDigits(file.path("crc32c").asText());
                }
            }
            throw refused(
                    "its manifest names no %s, which says what became of each item. Replay the inputs again with this version"
                            .formatted(outcomes));
        }

        RecordedUnits units() {
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < isFound.length; i++) {
                if (!isFound[i]) {
                    missing.add(inputs.get(i).uri());
                }
            }
            if (!missing.isEmpty()) {
                throw refused(
                        "%,d of %,d inputs were not in it: %s. Leave these out, or replay them with the recorded filters too"
                                .formatted(missing.size(), inputs.size(), first(missing)));
            }
            if (!changed.isEmpty()) {
                throw refused(
                        "inputs have changed since: %s. Put them back as they were, or replay them with the recorded filters again"
                                .formatted(first(changed)));
            }
            return new RecordedUnits(directory, options(), numbers, checksums);
        }

        private OutputOptions options() {
            String partitions = recorded.getOrDefault("partition-by", "");
            try {
                return new OutputOptions(
                        OutputFormat.valueOf(constant("output-format")),
                        OutputCompression.valueOf(constant("compress")),
                        partitions.contains("tag"),
                        partitions.contains("day"),
                        false);
            } catch (IllegalArgumentException e) {
                throw refused("its manifest names no format that is known here: " + e.getMessage());
            }
        }

        private String constant(String setting) {
            return recorded.getOrDefault(setting, "").toUpperCase(Locale.ROOT).replace('-', '_');
        }

        private OutputRefusedException refused(String why) {
            return new OutputRefusedException(
                    "The replay in %s cannot be compared with: %s.".formatted(directory, why));
        }

        private static String first(List<String> all) {
            int more = all.size() - NAMED;
            return String.join("; ", all.subList(0, Math.min(all.size(), NAMED)))
                    + (more > 0 ? "; and %,d more".formatted(more) : "");
        }
    }
}
