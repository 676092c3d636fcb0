package io.github.flinkwasm.cli;

import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.internal.artifact.Artifact;
import io.github.flinkwasm.internal.artifact.ArtifactFiles;
import io.github.flinkwasm.internal.artifact.ArtifactRefusedException;
import io.github.flinkwasm.internal.artifact.ArtifactSeal;
import io.github.flinkwasm.internal.artifact.ArtifactTarget;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wasm-filter compile}: modules ahead of time, as {@code flb-wamrc} does it. */
@Command(
        name = "compile",
        customSynopsis = "wasm-filter compile [OPTION]... MODULE",
        header = "Compiles a module ahead of time, so that jobs start without a compiler.",
        description = {
            "",
            "Writes the compiled module, an artifact, where jobs look for it: into the directory"
                    + " that their option artifact.store names, or beside the module. A job loads"
                    + " an artifact only if it names its digest, which is printed here, or trusts"
                    + " the key that signed it. The same module gives the same bytes everywhere.",
            ""
        },
        versionProvider = Versions.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "Parameters:%n",
        footer = {
            "",
            "Examples:",
            "  wasm-filter compile redact.wasm",
            "  wasm-filter compile -o s3://filters/artifacts/ --sign key.pem \\",
            "      s3://filters/redact.wasm",
            "",
            "A key pair, by OpenSSL:",
            "  openssl genpkey -algorithm ed25519 -out key.pem",
            "  openssl pkey -in key.pem -pubout      (for artifact.trusted-keys)",
            "",
            "Exit status:",
            "    0  the artifact is written",
            "    2  wrong usage, or a key that cannot be used",
            "    3  the module was refused",
            "   70  the artifact cannot be written, or wasm-filter has a defect"
        })
final class CompileCommand implements Callable<Integer> {
    private final StandardStreams streams;

    @Parameters(
            paramLabel = "MODULE",
            arity = "0..1",
            description = "The module: a path, a URI of a Flink file system, or classpath:NAME.")
    private @Nullable String uri;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            order = 1,
            description =
                    "Where to write: a directory on any Flink file system, in which the artifact"
                            + " gets the name under which jobs look for it; or a file whose name"
                            + " ends in .wfa. Default: the directory of the module.")
    private @Nullable String output;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            order = 2,
            description =
                    "What to compile for, named for the architecture of the cluster; \"help\" lists"
                            + " them. May be repeated. Default: jvm, which runs on every one.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--sign",
            paramLabel = "KEY",
            order = 3,
            description =
                    "Sign with an Ed25519 private key: a PEM file as openssl genpkey makes it. The"
                            + " signature lies beside the artifact.")
    private @Nullable Path signingKey;

    @Option(
            names = "--max-module-size",
            paramLabel = "SIZE",
            order = 4,
            description = "How large the module's file may be. Default: 64m.")
    private MemorySize maxModuleSize = FilterLimits.DEFAULT.maxModuleSize();

    @Option(
            names = {"-q", "--quiet"},
            order = 50,
            description = "Print the digest only.")
    private boolean quiet;

    @Mixin private FlinkOptions flink = new FlinkOptions();

    CompileCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        LineOutput out = new LineOutput(streams.out());
        if (targets.contains("help")) {
            for (ArtifactTarget target : ArtifactTarget.values()) {
                out.line("%-8s %s".formatted(target.label(), target.description()));
            }
            out.flush();
            return ExitStatus.OK;
        }
        requireBuiltTargets();
        if (uri == null) {
            throw new UsageException("Missing required parameter: 'MODULE'; name what to compile.");
        }
        ArtifactSeal.Maker signer = signingKey == null ? null : SigningKey.read(signingKey);
        ArtifactFiles files = filesFor(uri);
        flink.initializeFileSystems();
        Messages messages = new Messages(streams.err(), quiet);

        long start = System.nanoTime();
        LoadedModule loaded = ModuleLoader.load(reference(uri), maxModuleSize);
        CompiledModule compiled =
                Ticker.during(
                        messages,
                        loaded,
                        () -> ModuleCompiler.compile(loaded.bytes(), loaded.origin()));
        Artifact artifact =
                Artifact.of(loaded.sha256(), PrecompiledModule.of(loaded.bytes(), compiled));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        ArtifactFiles.Written written = write(files, artifact, signer);
        if (quiet) {
            out.line(artifact.digest());
        } else {
            CompileText.of(loaded, compiled, artifact, written, signer, time).forEach(out::line);
        }
        out.flush();
        return ExitStatus.OK;
    }

    private ArtifactFiles filesFor(String module) {
        if (output == null && module.startsWith("classpath:")) {
            throw new UsageException(
                    "The class path is no place to write to: say where the artifact shall be, with"
                            + " '-o'.");
        }
        return output == null ? ArtifactFiles.beside(module) : ArtifactFiles.at(output);
    }

    private static ModuleReference reference(String uri) {
        try {
            return ModuleReference.of(uri);
        } catch (InvalidConfigurationException refused) {
            throw new UsageException(
                    "Invalid value for positional parameter 'MODULE': " + refused.getMessage());
        }
    }

    private static ArtifactFiles.Written write(
            ArtifactFiles files, Artifact artifact, ArtifactSeal.@Nullable Maker signer)
            throws IOException {
        try {
            return files.write(artifact, signer);
        } catch (ArtifactRefusedException impossible) {
            // It was just made.
            throw new IllegalStateException(impossible);
        } catch (IOException failed) {
            throw new OutputFailedException(
                    new IOException(files + ": " + failed.getMessage(), failed));
        }
    }

    private void requireBuiltTargets() {
        for (String name : targets) {
            ArtifactTarget target = ArtifactTarget.of(name).orElseThrow(() -> unknownTarget(name));
            if (!target.isBuilt()) {
                throw new UsageException(
                        ("Invalid value for option '--target': there is no compiler for machine"
                             + " code of %1$s yet. Use jvm: its artifacts run on %1$s, and are"
                             + " compiled to machine code there.")
                                .formatted(target.label()));
            }
        }
    }

    private static UsageException unknownTarget(String name) {
        return new UsageException(
                ("Invalid value for option '--target': \"%s\" is unknown; --target=help lists the"
                                + " targets.")
                        .formatted(Printable.name(name)));
    }
}
