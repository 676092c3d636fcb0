package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.ModuleArtifacts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a job believes about artifacts. The questions come in an order in which nothing of an
 * artifact is read before somebody has vouched for it: first its digest, signature or MAC, which
 * need its bytes only; then its manifest, whether it is the artifact that was asked for; then the
 * entries.
 */
final class ArtifactTrust {
    private final @Nullable String digest;
    private final List<ArtifactSeal> seals;

    private ArtifactTrust(@Nullable String digest, List<ArtifactSeal> seals) {
        this.digest = digest;
        this.seals = List.copyOf(seals);
    }

    static ArtifactTrust of(ModuleArtifacts artifacts) {
        List<ArtifactSeal> seals = new ArrayList<>();
        artifacts.secret().ifPresent(secret -> seals.add(ArtifactSeal.ofSecret(secret)));
        artifacts.trustedKeys().forEach(key -> seals.add(ArtifactSeal.ofTrustedKey(key)));
        return new ArtifactTrust(artifacts.digest().orElse(null), seals);
    }

    /** Reads the seals that lie beside an artifact. */
    interface SealReader {
        Optional<byte[]> read(String fileName) throws IOException;
    }

    /**
     * Whether an artifact may be loaded as what the key says.
     *
     * @return its manifest
     * @throws ArtifactRefusedException if not; says why
     * @throws IOException if a seal cannot be read
     */
    ArtifactManifest verify(Artifact artifact, ArtifactKey wanted, SealReader reader)
            throws ArtifactRefusedException, IOException {
        requireVoucher(artifact, wanted, reader);
        ArtifactManifest manifest = artifact.manifest();
        requireSame(manifest.key(), wanted);
        return manifest;
    }

    private void requireVoucher(Artifact artifact, ArtifactKey wanted, SealReader reader)
            throws ArtifactRefusedException, IOException {
        String found = artifact.digest();
        if (found.equals(digest)) {
            return;
        }
        List<String> reasons = new ArrayList<>();
        reasons.add(
                digest == null
                        ? "the job names no digest"
                        : "its digest is " + found + ", but the job names " + digest);
        byte[] manifest = artifact.manifestBytes();
        for (ArtifactSeal seal : seals) {
            Optional<byte[]> bytes = reader.read(seal.fileName(wanted.fileName()));
            if (bytes.isEmpty()) {
                reasons.add("it has no seal of " + seal.owner());
            } else if (seal.isRight(manifest, bytes.get())) {
                return;
            } else {
                reasons.add("its seal of " + seal.owner() + " is wrong");
            }
        }
        throw new ArtifactRefusedException(
                "nobody whom the job trusts vouches for it (" + String.join("; ", reasons) + ")");
    }

    private static void requireSame(ArtifactKey found, ArtifactKey wanted)
            throws ArtifactRefusedException {
        requireSame("module", found.moduleSha256(), wanted.moduleSha256());
        requireSame("target", found.target().label(), wanted.target().label());
        requireSame(
                "compiler",
                found.compiler() + " " + found.compilerVersion(),
                wanted.compiler() + " " + wanted.compilerVersion());
        requireSame(
                "deadline instrumentation",
                "version " + found.deadlineInstrumentation(),
                "version " + wanted.deadlineInstrumentation());
    }

    private static void requireSame(String what, String found, String wanted)
            throws ArtifactRefusedException {
        if (!found.equals(wanted)) {
            throw new ArtifactRefusedException(
                    "its %s is %s, but %s is needed".formatted(what, found, wanted));
        }
    }
}
