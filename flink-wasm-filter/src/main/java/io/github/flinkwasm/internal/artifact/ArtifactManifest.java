package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an artifact says of itself, as lines of text, each ended by a line feed, in this order and
 * no other:
 *
 * <table>
 * <caption>Lines of a manifest, format 1</caption>
 * <tr><td>{@code wasm-filter-artifact 1}</td><td>the format's version</td></tr>
 * <tr><td>{@code module <sha256> <bytes>}</td><td>what was compiled</td></tr>
 * <tr><td>{@code target jvm}</td><td>what it runs on</td></tr>
 * <tr><td>{@code compiler chicory 1.7.5}</td><td>what compiled it</td></tr>
 * <tr><td>{@code deadline 2}</td><td>the deadline instrumentation's version</td></tr>
 * <tr><td>{@code machine <class>}</td><td>the class to start with</td></tr>
 * <tr><td>{@code huge <bytes> <function>}</td><td>a method over the JIT's limit; any number</td></tr>
 * <tr><td>{@code entry <sha256> <bytes> <name>}</td><td>a part of the artifact, in their order</td></tr>
 * </table>
 *
 * <p>There is one way to write a manifest, so equal contents have equal bytes.
 *
 * @param key what the artifact was made of
 * @param moduleSizeBytes the length of the module's binary
 * @param machineClass binary name of the class to start with
 * @param hugeMethods methods over the JIT's limit, largest first
 * @param entries the parts, in the order of their bytes
 */
record ArtifactManifest(
        ArtifactKey key,
        long moduleSizeBytes,
        String machineClass,
        List<HugeMethod> hugeMethods,
        List<Entry> entries) {

    /** A part of the artifact. */
    record Entry(String name, String sha256, long sizeBytes) {}

    static final String FORMAT_LINE = "wasm-filter-artifact ";

    ArtifactManifest {
        hugeMethods = List.copyOf(hugeMethods);
        entries = List.copyOf(entries);
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        line(text, FORMAT_LINE + key.format());
        line(text, "module " + key.moduleSha256() + " " + moduleSizeBytes);
        line(text, "target " + key.target().label());
        line(text, "compiler " + key.compiler() + " " + key.compilerVersion());
        line(text, "deadline " + key.deadlineInstrumentation());
        line(text, "machine " + machineClass);
        for (HugeMethod method : hugeMethods) {
            line(text, "huge " + method.codeBytes() + " " + method.function());
        }
        for (Entry entry : entries) {
            line(text, "entry " + entry.sha256() + " " + entry.sizeBytes() + " " + entry.name());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("A line of a manifest has no line feed: " + line);
        }
        text.append(line).append('\n');
    }
}
