package io.github.flinkwasm.cli;

import io.github.flinkwasm.internal.artifact.ArtifactSeal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the private key that signs artifacts. */
final class SigningKey {
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private SigningKey() {}

    /**
     * @throws UsageException if there is no such key
     */
    static ArtifactSeal.Maker read(Path file) {
        try {
            Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.find()) {
                throw wrong(file, "holds no \"-----BEGIN PRIVATE KEY-----\"");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            KeyPair pair = pairOf(((EdECPrivateKey) key).getBytes().orElseThrow());
            return ArtifactSeal.ofKeyPair(pair.getPublic(), pair.getPrivate());
        } catch (NoSuchFileException missing) {
            throw wrong(file, "does not exist");
        } catch (IOException unreadable) {
            throw wrong(file, "cannot be read (" + unreadable.getMessage() + ")");
        } catch (GeneralSecurityException | IllegalArgumentException otherKey) {
            throw wrong(file, "holds another kind of key (" + otherKey.getMessage() + ")");
        }
    }

    private static UsageException wrong(Path file, String trouble) {
        return new UsageException(
                "Invalid value for option '--sign': "
                        + Printable.name(file.toString())
                        + " "
                        + trouble
                        + ". Give an Ed25519 private key as \"openssl genpkey -algorithm ed25519\""
                        + " writes it.");
    }

    /**
     * A private key in PKCS #8 has no public key in it, and Java does not derive one. But a pair is
     * made of 32 random bytes, which are the private key (RFC 8032, section 5.1.5): so the pair is
     * made once more, of the very bytes.
     */
    private static KeyPair pairOf(byte[] privateKey) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Always(privateKey));
        return generator.generateKeyPair();
    }

    /** Not random at all. */
    private static final class Always extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Always(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
