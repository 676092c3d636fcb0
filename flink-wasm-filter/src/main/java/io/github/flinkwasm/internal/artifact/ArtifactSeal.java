package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.internal.module.ModuleLoader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What vouches for an artifact: made of its manifest, kept in a file beside it. A signature can be
 * checked by everyone who has the public key; a MAC only within the job whose secret made it.
 */
public interface ArtifactSeal {

    /** Where the seal of an artifact lies, beside it. */
    String fileName(String artifactFileName);

    /** Whether a seal is right for a manifest. */
    boolean isRight(byte[] manifest, byte[] seal);

    /** Whose seal it is, for messages. */
    String owner();

    /** A seal never has more bytes. */
    int MAX_BYTES = 64;

    /** A seal that can be made, not only checked. */
    interface Maker extends ArtifactSeal {
        byte[] seal(byte[] manifest);
    }

    /**
     * The signature of a key that a job trusts.
     *
     * @param base64 an Ed25519 public key in X.509 encoding
     * @throws InvalidConfigurationException if it is none
     */
    static ArtifactSeal ofTrustedKey(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            PublicKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded));
            return new Ed25519(key, null);
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new InvalidConfigurationException(
                    "A trusted key for artifacts is no Ed25519 public key in X.509 encoding: "
                            + wrong.getMessage()
                            + ". Make one as with openssl pkey -pubout, and give what stands"
                            + " between the first and the last line.",
                    wrong);
        }
    }

    /** Signatures by a key pair. */
    static Maker ofKeyPair(PublicKey publicKey, PrivateKey privateKey) {
        return new Ed25519(publicKey, privateKey);
    }

    /** Seals within one job. */
    static Maker ofSecret(byte[] secret) {
        return new JobMac(secret);
    }

    /** Ed25519, RFC 8032, over the manifest. */
    final class Ed25519 implements Maker {
        private final PublicKey publicKey;
        private final @Nullable PrivateKey privateKey;

        private Ed25519(PublicKey publicKey, @Nullable PrivateKey privateKey) {
            this.publicKey = publicKey;
            this.privateKey = privateKey;
        }

        @Override
        public String fileName(String artifactFileName) {
            return artifactFileName + "." + keyId() + ".sig";
        }

        private String keyId() {
            return ModuleLoader.sha256(publicKey.getEncoded()).substring(0, 16);
        }

        @Override
        public byte[] seal(byte[] manifest) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(privateKey);
                signature.update(manifest);
                return signature.sign();
            } catch (GeneralSecurityException failed) {
                throw new IllegalStateException("An Ed25519 key cannot sign", failed);
            }
        }

        @Override
        public boolean isRight(byte[] manifest, byte[] seal) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initVerify(publicKey);
                signature.update(manifest);
                return signature.verify(seal);
            } catch (GeneralSecurityException malformed) {
                return false;
            }
        }

        @Override
        public String owner() {
            return "the key " + keyId();
        }
    }

    /** HMAC-SHA-256, RFC 2104, over the manifest. */
    final class JobMac implements Maker {
        private final byte[] secret;

        private JobMac(byte[] secret) {
            this.secret = secret.clone();
        }

        @Override
        public String fileName(String artifactFileName) {
            byte[] label = "name of the job's seals".getBytes(StandardCharsets.UTF_8);
            return artifactFileName + "." + HexFormat.of().formatHex(mac(label), 0, 8) + ".mac";
        }

        @Override
        public byte[] seal(byte[] manifest) {
            return mac(manifest);
        }

        private byte[] mac(byte[] text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                return mac.doFinal(text);
            } catch (GeneralSecurityException impossible) {
                // Every Java platform has to have HmacSHA256.
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public boolean isRight(byte[] manifest, byte[] seal) {
            return MessageDigest.isEqual(mac(manifest), seal);
        }

        @Override
        public String owner() {
            return "this job";
        }
    }
}
