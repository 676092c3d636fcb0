package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.artifact.Artifact;
import io.github.flinkwasm.internal.artifact.ArtifactFiles;
import io.github.flinkwasm.internal.artifact.ArtifactKey;
import io.github.flinkwasm.internal.artifact.ArtifactSeal;
import io.github.flinkwasm.internal.artifact.ArtifactTarget;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The summary of a compilation, line by line. */
final class CompileText {
    private static final int LISTED = 20;

    private CompileText() {}

    static List<String> of(
            LoadedModule loaded,
            CompiledModule compiled,
            Artifact artifact,
            ArtifactFiles.Written written,
            ArtifactSeal.@Nullable Maker signer,
            Duration time) {
        List<String> lines = new ArrayList<>();
        lines.add(
                line(
                        "module",
                        "%s, %,d bytes",
                        Printable.oneLine(loaded.origin()),
                        loaded.bytes().length));
        lines.add(line("sha256", "%s", loaded.sha256()));
        lines.add(
                line(
                        "compiler",
                        "%s %s, deadline instrumentation %d",
                        PrecompiledModule.COMPILER,
                        PrecompiledModule.COMPILER_VERSION,
                        PrecompiledModule.INSTRUMENTATION_VERSION));
        lines.add(
                line(
                        "target",
                        "%s: %s",
                        ArtifactTarget.JVM.label(),
                        ArtifactTarget.JVM.description()));
        lines.add(line("format", "artifact %d", ArtifactKey.FORMAT));
        lines.add(line("functions", "%,d", compiled.description().functionCount()));
        hugeMethods(compiled.hugeMethods(), lines);
        lines.add(
                line(
                        "artifact",
                        "%s, %,d bytes",
                        Printable.oneLine(written.artifact()),
                        artifact.bytes().length));
        if (signer != null) {
            lines.add(
                    line(
                            "signature",
                            "%s, by %s",
                            Printable.oneLine(written.seal()),
                            signer.owner()));
        }
        lines.add(line("digest", "%s", artifact.digest()));
        lines.add(line("time", "%,d ms", time.toMillis()));
        return lines;
    }

    private static void hugeMethods(List<HugeMethod> huge, List<String> lines) {
        if (huge.isEmpty()) {
            return;
        }
        lines.add(
                line(
                        "over limit",
                        "%,d with more than the 8,000 bytes of bytecode that HotSpot compiles;",
                        huge.size()));
        lines.add(
                line(
                        "",
                        "%s",
                        "start TaskManagers with -XX:-DontCompileHugeMethods"
                                + " (env.java.opts.taskmanager)"));
        for (HugeMethod method : huge.subList(0, Math.min(LISTED, huge.size()))) {
            lines.add(
                    line(
                            "",
                            "%,9d bytes  %s",
                            method.codeBytes(),
                            Printable.name(method.function())));
        }
        if (huge.size() > LISTED) {
            lines.add(line("", "(and %,d more)", huge.size() - LISTED));
        }
    }

    private static String line(String label, String format, Object... values) {
        return String.format(Locale.ROOT, "%-11s", label)
                + String.format(Locale.ROOT, format, values);
    }
}
