package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.CompiledModule;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes modules ready to run: from an artifact that the job trusts, where there is one, and by the
 * compiler otherwise. What had to be compiled is published for the others, as far as that goes: a
 * store that cannot be written costs the next one a compilation and nothing else.
 */
public final class CompiledModuleSource {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledModuleSource.class);

    private final ModuleArtifacts artifacts;
    private final @Nullable ArtifactStore store;
    private final String architecture;

    /**
     * A compiled module.
     *
     * @param fromArtifact whether nothing had to be compiled
     */
    public record Obtained(CompiledModule compiled, boolean fromArtifact) {}

    private CompiledModuleSource(ModuleArtifacts artifacts, ModuleReference reference) {
        this.artifacts = artifacts;
        this.store =
                artifacts.isUsed() ? new ArtifactStore(rootOf(artifacts, reference.uri())) : null;
        this.architecture = System.getProperty("os.arch");
    }

    /** The source that a job asks for. */
    public static CompiledModuleSource of(ModuleArtifacts artifacts, ModuleReference reference) {
        return new CompiledModuleSource(artifacts, reference);
    }

    /**
     * Differs between jobs that trust different artifacts, and is empty for all that use none: what
     * one job trusts is no reason for another.
     */
    public String trustKey() {
        if (!artifacts.isUsed()) {
            return "";
        }
        String secret = artifacts.secret().map(ModuleLoader::sha256).orElse("");
        return "|" + artifacts + "|" + String.join(",", artifacts.trustedKeys()) + "|" + secret;
    }

    static String rootOf(ModuleArtifacts artifacts, String moduleUri) {
        return artifacts.store().orElseGet(() -> directoryOf(moduleUri));
    }

    /** Where a module is. */
    static String directoryOf(String moduleUri) {
        int slash = moduleUri.lastIndexOf('/');
        return slash < 0 ? "." : moduleUri.substring(0, slash + 1);
    }

    /**
     * Makes a module ready to run.
     *
     * @throws ModuleRejectedException if it cannot be compiled; or if an artifact is required and
     *     there is none to be trusted
     */
    public Obtained obtain(LoadedModule loaded) {
        if (store == null) {
            return new Obtained(ModuleCompiler.compile(loaded.bytes(), loaded.origin()), false);
        }
        List<String> problems = new ArrayList<>();
        for (ArtifactTarget target : ArtifactTarget.runnableOn(architecture)) {
            if (target.isBuilt()) {
                ArtifactKey key = ArtifactKey.of(loaded.sha256(), target);
                Optional<CompiledModule> found = load(store, key, loaded.origin(), problems);
                if (found.isPresent()) {
                    return new Obtained(found.get(), true);
                }
            }
        }
        if (artifacts.required()) {
            throw new ModuleRejectedException(
                    "Module "
                            + loaded.origin()
                            + " may only run from an artifact that this job trusts, and there is"
                            + " none: "
                            + String.join(" ", problems)
                            + " Compile and sign it with \"wasm-filter compile\", trust the key"
                            + " that signed it, or do without artifact.required.");
        }
        CompiledModule compiled = ModuleCompiler.compile(loaded.bytes(), loaded.origin());
        publish(store, Artifact.of(loaded.sha256(), precompiled(loaded, compiled)));
        return new Obtained(compiled, false);
    }

    private static PrecompiledModule precompiled(LoadedModule loaded, CompiledModule compiled) {
        return PrecompiledModule.of(loaded.bytes(), compiled);
    }

    private Optional<CompiledModule> load(
            ArtifactStore from, ArtifactKey key, String origin, List<String> problems) {
        String file = key.fileName();
        String artifact = "Artifact " + from.displayOf(file);
        try {
            Optional<byte[]> bytes = from.readArtifact(file);
            if (bytes.isEmpty()) {
                problems.add(artifact + " is not there.");
                return Optional.empty();
            }
            Artifact found = Artifact.of(bytes.get());
            ArtifactManifest manifest =
                    ArtifactTrust.of(artifacts).verify(found, key, from::readSeal);
            CompiledModule module = found.unpack(manifest).load(origin);
            LOG.info(
                    "Loaded module {} from {}; nothing was compiled.",
                    origin,
                    from.displayOf(file));
            return Optional.of(module);
        } catch (ArtifactRefusedException refused) {
            problem(artifact + " is not loaded: " + refused.getMessage() + ".", problems);
        } catch (ModuleRejectedException broken) {
            problem(artifact + " is not loaded: " + broken.getMessage(), problems);
        } catch (IOException unreadable) {
            problem(artifact + " cannot be read: " + unreadable.getMessage() + ".", problems);
        }
        return Optional.empty();
    }

    private void problem(String problem, List<String> problems) {
        if (!artifacts.required()) {
            LOG.warn("{} The module is compiled afresh.", problem);
        }
        problems.add(problem);
    }

    /** Leaves what was compiled for the others, sealed for those of this job. */
    private void publish(ArtifactStore to, Artifact artifact) {
        try {
            new ArtifactPublication(to, artifact)
                    .publish(artifacts.secret().map(ArtifactSeal::ofSecret).orElse(null));
        } catch (IOException | ArtifactRefusedException failed) {
            LOG.warn(
                    "The compiled module runs, but could not be published: {}. Others have to"
                            + " compile it too. Check that the artifact store can be written.",
                    failed.getMessage());
        }
    }
}
