package io.github.flinkwasm;

import java.io.Serializable;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;
import org.jspecify.annotations.Nullable;

/**
 * Where a job finds its module compiled ahead of time, and whom it believes. Without artifacts
 * every TaskManager compiles the module when a job starts there.
 *
 * <p>An artifact is code that runs in the TaskManager, outside of any sandbox. So it is loaded only
 * if its digest is in the job itself, which the client puts there when it compiles the module at
 * submission; or if it is signed by a key that is named here; or if a TaskManager of this very job
 * has sealed it. Any other artifact is ignored with a warning that says why, and the module is
 * compiled afresh; under {@link #withRequired} the job refuses to start instead.
 *
 * <p>Immutable. {@link #toString} does not show the job's secret.
 */
@PublicEvolving
public final class ModuleArtifacts implements Serializable {

    private static final long serialVersionUID = 1L;

    /** No artifacts: modules are compiled where they run. */
    public static final ModuleArtifacts NONE =
            new ModuleArtifacts(false, null, List.of(), false, null, null);

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final boolean used;
    private final @Nullable String store;

    /** In X.509 encoding, Base64. */
    private final List<String> trustedKeys;

    private final boolean required;
    private final @Nullable String digest;
    private final byte @Nullable [] secret;

    /** How options name the directory in which the module is. */
    static final String BESIDE_MODULE = "beside-module";

    private ModuleArtifacts(
            boolean used,
            @Nullable String store,
            List<String> trustedKeys,
            boolean required,
            @Nullable String digest,
            byte @Nullable [] secret) {
        this.used = used;
        this.store = store;
        this.trustedKeys = trustedKeys;
        this.required = required;
        this.digest = digest;
        this.secret = secret;
    }

    /**
     * Artifacts in a directory of their own.
     *
     * @param store a directory on any Flink file system that TaskManagers can read; clients and
     *     TaskManagers that can write it publish what they compile
     * @throws InvalidConfigurationException when it is blank
     */
    public static ModuleArtifacts inStore(String store) {
        Objects.requireNonNull(store, "store");
        if (store.isBlank()) {
            throw new InvalidConfigurationException(
                    "The artifact store is a blank path. Give the URI of a directory, as in"
                            + " s3://filters/artifacts, or use ModuleArtifacts.besideModule().");
        }
        return new ModuleArtifacts(true, store, List.of(), false, null, null);
    }

    /** Artifacts in the directory in which the module is. */
    public static ModuleArtifacts besideModule() {
        return new ModuleArtifacts(true, null, List.of(), false, null, null);
    }

    /**
     * Trusts artifacts that are signed by one of some keys, and no longer those of other keys.
     *
     * @param keys Ed25519 keys
     * @throws InvalidConfigurationException when one is of another kind
     */
    public ModuleArtifacts withTrustedKeys(List<PublicKey> keys) {
        if (!keys.isEmpty()) {
            requirePlace("trusted keys");
        }
        for (PublicKey key : keys) {
            if (!key.getAlgorithm().equals("EdDSA") && !key.getAlgorithm().equals("Ed25519")) {
                throw new InvalidConfigurationException(
                        ("A trusted key is for %s, but artifacts are signed with Ed25519. Make one"
                                        + " as with openssl genpkey -algorithm ed25519.")
                                .formatted(key.getAlgorithm()));
            }
        }
        List<String> encoded =
                keys.stream()
                        .map(key -> Base64.getEncoder().encodeToString(key.getEncoded()))
                        .toList();
        return new ModuleArtifacts(used, store, encoded, required, digest, secret);
    }

    private void requirePlace(String what) {
        if (!used) {
            throw new InvalidConfigurationException(
                    ("Artifacts have %s, but no place. Say where they are, with"
                                    + " ModuleArtifacts.inStore or besideModule, or the option"
                                    + " artifact.store.")
                            .formatted(what));
        }
    }

    /** Whether the job refuses to start where it finds no artifact that it trusts. */
    public ModuleArtifacts withRequired(boolean required) {
        if (required) {
            requirePlace("to be there");
        }
        return new ModuleArtifacts(used, store, trustedKeys, required, digest, secret);
    }

    /**
     * Trusts one artifact by its digest, which {@code wasm-filter compile} prints. The client does
     * this by itself where it compiles the module.
     *
     * @throws InvalidConfigurationException when it is no SHA-256
     */
    public ModuleArtifacts withDigest(String sha256) {
        requirePlace("a digest");
        if (!SHA256.matcher(sha256).matches()) {
            throw new InvalidConfigurationException(
                    ("The digest of an artifact is 64 lower-case hexadecimal digits, as"
                                    + " \"wasm-filter compile\" prints it, but this is %s.")
                            .formatted(Quoted.of(sha256)));
        }
        return new ModuleArtifacts(used, store, trustedKeys, required, sha256, secret);
    }

    /** As they are for another module: a digest names an artifact of one module only. */
    public ModuleArtifacts withoutDigest() {
        return new ModuleArtifacts(used, store, trustedKeys, required, null, secret);
    }

    /**
     * Lets the job's TaskManagers seal what they compile for each other. Set by the client; the
     * secret travels in the job graph.
     *
     * @param secret 32 random bytes, copied
     */
    public ModuleArtifacts withSecret(byte[] secret) {
        requirePlace("a secret");
        if (secret.length != 32) {
            throw new InvalidConfigurationException(
                    "The secret of a job has 32 bytes, but this has %d.".formatted(secret.length));
        }
        return new ModuleArtifacts(used, store, trustedKeys, required, digest, secret.clone());
    }

    /** Whether artifacts are looked for at all. */
    public boolean isUsed() {
        return used;
    }

    /** The directory of artifacts; empty where it is that of the module. */
    public Optional<String> store() {
        return Optional.ofNullable(store);
    }

    /** The trusted keys in X.509 encoding, as Base64. */
    public List<String> trustedKeys() {
        return trustedKeys;
    }

    public boolean required() {
        return required;
    }

    /** The digest of the one artifact that the job itself names. */
    public Optional<String> digest() {
        return Optional.ofNullable(digest);
    }

    /** A copy of the job's secret. */
    public Optional<byte[]> secret() {
        return Optional.ofNullable(secret).map(byte[]::clone);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModuleArtifacts that
                && used == that.used
                && Objects.equals(store, that.store)
                && trustedKeys.equals(that.trustedKeys)
                && required == that.required
                && Objects.equals(digest, that.digest)
                && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return Objects.hash(used, store, trustedKeys, required, digest, Arrays.hashCode(secret));
    }

    @Override
    public String toString() {
        return used
                ? "ModuleArtifacts{store=%s, trustedKeys=%d, required=%s, digest=%s}"
                        .formatted(
                                store == null ? "beside the module" : store,
                                trustedKeys.size(),
                                required,
                                digest == null ? "none" : digest)
                : "ModuleArtifacts{none}";
    }
}
