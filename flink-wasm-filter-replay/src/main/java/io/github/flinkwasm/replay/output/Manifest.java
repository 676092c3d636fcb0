package io.github.flinkwasm.replay.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.core.fs.Path;

/**
 * {@code manifest.json}: what was replayed, how, and what came of each input. The same replay gives
 * the same manifest, however it was interrupted and however many tasks there were. Written as it
 * comes, since an archive can have very many files.
 */
@Experimental
public final class Manifest implements AutoCloseable {
    static final String NAME = "manifest.json";
    static final int VERSION = 1;

    private final PendingFile file;
    private final JsonGenerator json;
    private long read;
    private long emitted;
    private long dropped;
    private long failed;
    private long unreadable;
    private long files;

    private Manifest(PendingFile file, JsonGenerator json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Begins the manifest of a replay.
     *
     * @param output the replay's directory
     */
    public static Manifest begin(String output, Map<String, String> settings) throws IOException {
        PendingFile file = PendingFile.create(new Path(output, NAME));
        JsonGenerator json = JsonLines.MAPPER.createGenerator(file.stream());
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        json.setPrettyPrinter(printer);
        json.writeStartObject();
        json.writeNumberField("version", VERSION);
        json.writeObjectField("settings", settings);
        json.writeArrayFieldStart("inputs");
        return new Manifest(file, json);
    }

    /** Adds what a unit came to; in the order of units. */
    public void add(UnitResult result, long modified) throws IOException {
        json.writeStartObject();
        json.writeStringField("uri", result.uri());
        json.writeStringField("kind", result.kind());
        json.writeNumberField("bytes", result.length());
        json.writeNumberField("modified", modified);
        writeCounts(
                result.read(),
                result.emitted(),
                result.dropped(),
                result.failed(),
                result.unreadable());
        if (!result.damage().isEmpty()) {
            json.writeStringField("damage", result.damage());
        }
        json.writeArrayFieldStart("files");
        for (OutputFile written : result.files()) {
            json.writeStartObject();
            json.writeStringField("path", written.path());
            json.writeNumberField("items", written.items());
            json.writeNumberField("bytes", written.bytes());
            json.writeStringField("crc32c", written.crc32c());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        files++;
        read += result.read();
        emitted += result.emitted();
        dropped += result.dropped();
        failed += result.failed();
        unreadable += result.unreadable();
    }

    /** Ends the manifest and gives it its name. */
    public void finish() throws IOException {
        json.writeEndArray();
        json.writeObjectFieldStart("totals");
        json.writeNumberField("inputs", files);
        writeCounts(read, emitted, dropped, failed, unreadable);
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
        file.close();
        file.publish();
    }

    private void writeCounts(
            long itemsRead, long itemsEmitted, long itemsDropped, long itemsFailed, long itemsNot)
            throws IOException {
        json.writeNumberField("read", itemsRead);
        json.writeNumberField("emitted", itemsEmitted);
        json.writeNumberField("dropped", itemsDropped);
        json.writeNumberField("failed", itemsFailed);
        json.writeNumberField("unreadable", itemsNot);
    }

    @Override
    public void close() {
        file.abandon();
    }
}
