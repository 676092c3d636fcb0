package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.module.LoadedModule;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.ModuleCompiler;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import io.github.flinkwasm.internal.runtime.TestGuest;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** Artifacts and keys for tests. */
final class TestArtifacts {
    static final String GUEST = "command-line/memories";
    static final LoadedModule MODULE = module(GUEST);
    static final KeyPair KEYS = newKeys();

    private TestArtifacts() {}

    static LoadedModule module(String guest) {
        byte[] bytes = TestGuest.bytes(guest);
        return new LoadedModule(bytes, ModuleLoader.sha256(bytes), guest);
    }

    static Artifact artifact() {
        return artifact(MODULE);
    }

    static Artifact artifact(LoadedModule module) {
        return Artifact.of(
                module.sha256(),
                PrecompiledModule.of(
                        module.bytes(), ModuleCompiler.compile(module.bytes(), module.origin())));
    }

    static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static ArtifactSeal.Maker signer(KeyPair keys) {
        return ArtifactSeal.ofKeyPair(keys.getPublic(), keys.getPrivate());
    }
}
