package io.github.flinkwasm.artifact;

import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.internal.artifact.Artifact;
import io.github.flinkwasm.internal.artifact.ArtifactFiles;
import io.github.flinkwasm.internal.artifact.ArtifactRefusedException;
import io.github.flinkwasm.internal.artifact.ArtifactSeal;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Compiles modules to JVM bytecode and puts the artifacts into a directory on any Flink file
 * system, under the names by which jobs look for them. Immutable and thread-safe.
 *
 * <p>The same module gives the same bytes everywhere, so publishing twice changes nothing, and two
 * publishers do no harm. A reader sees a whole artifact or none.
 */
@PublicEvolving
public final class ArtifactPublisher {
    private final String store;
    private final ArtifactSeal.@Nullable Maker signer;
    private final MemorySize maxModuleSize;

    /**
     * An artifact in its store.
     *
     * @param uri where it is
     * @param digest what a job names to trust it, for {@link
     *     io.github.flinkwasm.ModuleArtifacts#withDigest}; 64 lower-case hex digits
     * @param moduleSha256 the module that was compiled
     * @param sizeBytes of the artifact
     */
    @PublicEvolving
    public record PublishedArtifact(
            String uri, String digest, String moduleSha256, long sizeBytes) {}

    private ArtifactPublisher(
            String store, ArtifactSeal.@Nullable Maker signer, MemorySize maxModuleSize) {
        this.store = store;
        this.signer = signer;
        this.maxModuleSize = maxModuleSize;
    }

    /**
     * Publishes into a directory, unsigned.
     *
     * @param store a directory's URI; made when the first artifact is published
     * @throws InvalidConfigurationException when it is blank
     */
    public static ArtifactPublisher to(String store) {
        Objects.requireNonNull(store, "store");
        if (store.isBlank()) {
            throw new InvalidConfigurationException(
                    "The artifact store is a blank path. Give the URI of a directory, as in"
                            + " s3://filters/artifacts.");
        }
        return new ArtifactPublisher(store, null, FilterLimits.DEFAULT.maxModuleSize());
    }

    /**
     * Signs what is published; the signature lies beside the artifact.
     *
     * @param keys an Ed25519 key pair, whose public key jobs trust
     * @throws InvalidConfigurationException when it is of another kind
     */
    public ArtifactPublisher withSigner(KeyPair keys) {
        String algorithm = keys.getPrivate().getAlgorithm();
        if (!algorithm.equals("EdDSA") && !algorithm.equals("Ed25519")) {
            throw new InvalidConfigurationException(
                    ("The key is for %s, but artifacts are signed with Ed25519. Make a pair with"
                                    + " KeyPairGenerator.getInstance(\"Ed25519\").")
                            .formatted(algorithm));
        }
        return new ArtifactPublisher(
                store, ArtifactSeal.ofKeyPair(keys.getPublic(), keys.getPrivate()), maxModuleSize);
    }

    /** Changes how large a module may be; 64 MiB unless set. */
    public ArtifactPublisher withMaxModuleSize(MemorySize size) {
        return new ArtifactPublisher(store, signer, size);
    }

    /**
     * Compiles a module and publishes the artifact. Blocking: reads the module, and compiles for
     * about a second for each megabyte.
     *
     * @throws ModuleLoadException if the module cannot be read, or the store not be written
     * @throws io.github.flinkwasm.ModuleRejectedException if it is no module that can be compiled
     */
    public PublishedArtifact publish(ModuleReference module) {
        LoadedModule loaded = ModuleLoader.load(module, maxModuleSize);
        Artifact artifact =
                Artifact.of(
                        loaded.sha256(),
                        PrecompiledModule.of(
                                loaded.bytes(),
                                ModuleCompiler.compile(loaded.bytes(), loaded.origin())));
        try {
            ArtifactFiles.Written written = ArtifactFiles.at(store).write(artifact, signer);
            return new PublishedArtifact(
                    written.artifact(),
                    artifact.digest(),
                    loaded.sha256(),
                    artifact.bytes().length);
        } catch (IOException failed) {
            throw new ModuleLoadException(
                    "The artifact of module "
                            + module
                            + " cannot be written to "
                            + store
                            + ": "
                            + failed.getMessage()
                            + ". Check that the artifact store can be written.",
                    failed);
        } catch (ArtifactRefusedException impossible) {
            // It was just made.
            throw new IllegalStateException(impossible);
        }
    }
}
