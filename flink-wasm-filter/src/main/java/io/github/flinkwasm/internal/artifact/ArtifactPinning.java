package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's part in artifacts: compiles the module at submission, publishes the artifact, and
 * puts its digest into the job. Whatever fails of that is a warning: the TaskManagers then compile
 * for themselves, and the secret that the job gets here lets them believe each other.
 */
public final class ArtifactPinning {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactPinning.class);

    /** Made once: asking the system for a source of entropy is slow. Thread-safe. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private ArtifactPinning() {}

    /**
     * The same filter with all that its TaskManagers need to trust its artifact. A filter that
     * names a digest, or that may only run what somebody else has signed, is left as it is.
     *
     * @param filter with a pinned module
     * @throws WasmFilterException if an artifact is required and the client cannot publish one
     */
    public static WasmFilter pin(WasmFilter filter) {
        ModuleArtifacts artifacts = filter.artifacts();
        boolean othersSign = artifacts.required() && !artifacts.trustedKeys().isEmpty();
        if (!artifacts.isUsed() || artifacts.digest().isPresent() || othersSign) {
            return filter;
        }
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        ModuleArtifacts sealed = artifacts.withSecret(secret);
        try {
            sealed = sealed.withDigest(publish(filter));
        } catch (WasmFilterException | IOException | ArtifactRefusedException failed) {
            if (artifacts.required()) {
                throw new ModuleLoadException(
                        "An artifact is required for module "
                                + filter.module()
                                + ", but the client could not publish one: "
                                + failed.getMessage()
                                + ". Check that the client can write the artifact store, or trust"
                                + " a key and sign the artifact with \"wasm-filter compile\".",
                        failed);
            }
            LOG.warn(
                    "The client could not leave a compiled module for the TaskManagers, so the"
                            + " first of them compiles it: {}",
                    failed.getMessage());
        }
        return filter.toBuilder().setArtifacts(sealed).build();
    }

    private static String publish(WasmFilter filter) throws IOException, ArtifactRefusedException {
        LoadedModule loaded = ModuleLoader.load(filter.module(), filter.limits().maxModuleSize());
        Artifact artifact =
                Artifact.of(
                        loaded.sha256(),
                        PrecompiledModule.of(
                                loaded.bytes(),
                                ModuleCompiler.compile(loaded.bytes(), loaded.origin())));
        ArtifactStore store =
                new ArtifactStore(
                        CompiledModuleSource.rootOf(filter.artifacts(), filter.module().uri()));
        new ArtifactPublication(store, artifact).publish(null);
        return artifact.digest();
    }
}
