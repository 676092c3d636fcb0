package io.github.flinkwasm.internal.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.ModuleArtifacts;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that somebody who can write the store could do to an artifact. Where a case says
 * "signed", the forger even has the trusted key: then only what the library itself knows is left.
 */
class ForgedArtifactsAdversarialTest {
    private static final Artifact GOOD = TestArtifacts.artifact();
    private static final ArtifactKey KEY =
            ArtifactKey.of(TestArtifacts.MODULE.sha256(), ArtifactTarget.JVM);
    private static final byte[] SECRET =
            "a job's secret has 32 bytes, yes".getBytes(StandardCharsets.US_ASCII);
    private static final ArtifactSeal.Maker SIGNER = TestArtifacts.signer(TestArtifacts.KEYS);
    private static final ArtifactSeal.Maker JOB = ArtifactSeal.ofSecret(SECRET);
    private static final ModuleArtifacts TRUSTS_KEY =
            ModuleArtifacts.inStore("unused")
                    .withTrustedKeys(List.of(TestArtifacts.KEYS.getPublic()));
    private static final ModuleArtifacts TRUSTS_JOB =
            ModuleArtifacts.inStore("unused").withSecret(SECRET);
    private static final ModuleArtifacts TRUSTS_DIGEST =
            ModuleArtifacts.inStore("unused").withDigest(GOOD.digest());

    @SuppressWarnings("ArrayRecordComponent") // a row of a table, never compared
    private record Forgery(
            String name,
            ModuleArtifacts artifacts,
            byte[] bytes,
            Map<String, byte[]> seals,
            String reason) {}

    @TestFactory
    Stream<DynamicTest> forgeryIsRefusedWithItsReason() {
        return forgeries()
                .map(
                        forgery ->
                                DynamicTest.dynamicTest(
                                        forgery.name(),
                                        () ->
                                                // When
                                                assertThatThrownBy(() -> load(forgery))

                                                        // Then
                                                        .isInstanceOf(
                                                                ArtifactRefusedException.class)
                                                        .hasMessageContaining(forgery.reason())));
    }

    private static Stream<Forgery> forgeries() {
        Map<String, byte[]> signed = sealOf(SIGNER, GOOD.bytes());
        Map<String, byte[]> sealed = sealOf(JOB, GOOD.bytes());
        byte[] otherModule = TestArtifacts.artifact(TestArtifacts.module("wat/identity")).bytes();
        Stream<Forgery> frame =
                Stream.of(
                        forged("nothing at all", new byte[0], signed, "it is no artifact"),
                        forged(
                                "another file",
                                "\0asm".repeat(9).getBytes(StandardCharsets.US_ASCII),
                                signed,
                                "it is no artifact"),
                        forged(
                                "as text, line ends converted",
                                replaced(GOOD.bytes(), 4, '\n'),
                                signed,
                                "it is no artifact"),
                        forged(
                                "manifest longer than the file",
                                replaced(GOOD.bytes(), 9, 0x20),
                                signed,
                                "cut short or damaged"),
                        forged(
                                "manifest of negative length",
                                replaced(GOOD.bytes(), 8, 0xff),
                                signed,
                                "cut short or damaged"),
                        forged(
                                "cut short",
                                Arrays.copyOf(GOOD.bytes(), GOOD.bytes().length - 1),
                                signed,
                                "it is cut short: entry"),
                        forged(
                                "something appended",
                                Arrays.copyOf(GOOD.bytes(), GOOD.bytes().length + 1),
                                signed,
                                "1 bytes follow its last entry"));
        Stream<Forgery> entries =
                manifestOf(GOOD).entries().stream()
                        .map(
                                entry ->
                                        forged(
                                                "one bit of entry " + entry.name(),
                                                withEntryDamaged(entry.name()),
                                                signed,
                                                "its entry " + entry.name() + " has sha256"));
        Stream<Forgery> vouchers =
                Stream.of(
                        forged("no signature", GOOD.bytes(), Map.of(), "it has no seal of the key"),
                        forged(
                                "signature of somebody else",
                                GOOD.bytes(),
                                underOtherName(),
                                "its seal of the key"),
                        forged(
                                "one bit of the signature",
                                GOOD.bytes(),
                                flipped(signed),
                                "is wrong"),
                        forged("signature cut short", GOOD.bytes(), shortened(signed), "is wrong"),
                        forged(
                                "signature of another artifact",
                                GOOD.bytes(),
                                moved(sealOf(SIGNER, otherModule), signed),
                                "is wrong"),
                        forged(
                                "manifest changed after signing",
                                withManifest("deadline 2", "deadline 3"),
                                signed,
                                "is wrong"),
                        new Forgery(
                                "one bit of the MAC",
                                TRUSTS_JOB,
                                GOOD.bytes(),
                                flipped(sealed),
                                "its seal of this job is wrong"),
                        new Forgery(
                                "empty MAC",
                                TRUSTS_JOB,
                                GOOD.bytes(),
                                shortenedToNothing(sealed),
                                "its seal of this job is wrong"),
                        new Forgery(
                                "MAC of another job",
                                TRUSTS_JOB,
                                GOOD.bytes(),
                                moved(
                                        sealOf(ArtifactSeal.ofSecret(new byte[32]), GOOD.bytes()),
                                        sealed),
                                "its seal of this job is wrong"),
                        new Forgery(
                                "signature where only the job is trusted",
                                TRUSTS_JOB,
                                GOOD.bytes(),
                                signed,
                                "it has no seal of this job"),
                        new Forgery(
                                "another artifact than the job names",
                                TRUSTS_DIGEST,
                                otherModule,
                                Map.of(),
                                "but the job names " + GOOD.digest()),
                        new Forgery(
                                "nobody is trusted",
                                ModuleArtifacts.inStore("unused"),
                                GOOD.bytes(),
                                signed,
                                "the job names no digest"));
        Stream<Forgery> withTheKey =
                Stream.of(
                        signed(
                                "signed: another module's artifact under this name",
                                otherModule,
                                "its module is"),
                        signed(
                                "signed: older format",
                                withManifest("wasm-filter-artifact 1", "wasm-filter-artifact 0"),
                                "it has format 0, and this library reads format 1"),
                        signed(
                                "signed: newer format",
                                withManifest("wasm-filter-artifact 1", "wasm-filter-artifact 2"),
                                "it has format 2"),
                        signed(
                                "signed: older deadline instrumentation",
                                withManifest("deadline 2", "deadline 1"),
                                "its deadline instrumentation is version 1, but version 2 is"
                                        + " needed"),
                        signed(
                                "signed: another compiler version",
                                withManifest("chicory 1.7.5", "chicory 1.7.4"),
                                "its compiler is chicory 1.7.4, but chicory 1.7.5 is needed"),
                        signed(
                                "signed: another compiler",
                                withManifest("compiler chicory", "compiler nobody"),
                                "its compiler is nobody"),
                        signed(
                                "signed: unknown target",
                                withManifest("target jvm", "target vax"),
                                "its target \"vax\" is unknown"),
                        signed(
                                "signed: another target",
                                withManifest("target jvm", "target x86_64"),
                                "its target is x86_64, but jvm is needed"),
                        signed(
                                "signed: machine class that is not there",
                                withManifest("machine io", "machine no"),
                                "it lacks the entry no"),
                        signed("signed: an entry twice", withEntryTwice(), "names the entry"),
                        signed(
                                "signed: entry of a huge size",
                                withManifest(entrySize(), " 9999999999 "),
                                "at most 2147483647 is possible"),
                        signed(
                                "signed: a name that is a path",
                                withManifest(" module.wasm", " ../module.wasm"),
                                "does not fit"),
                        signed(
                                "signed: manifest without entries",
                                withManifestBytes("wasm-filter-artifact 1\n"),
                                "does not fit"),
                        signed(
                                "signed: manifest with other line ends",
                                withManifest("target jvm\n", "target jvm\r\n"),
                                "not written as manifests are"));
        return Stream.of(frame, entries, vouchers, withTheKey).flatMap(stream -> stream);
    }

    @Test
    void untouchedArtifactIsLoadedByEachWayOfTrust() throws Exception {
        // Given
        List<Forgery> none =
                List.of(
                        forged("signed", GOOD.bytes(), sealOf(SIGNER, GOOD.bytes()), ""),
                        new Forgery("", TRUSTS_JOB, GOOD.bytes(), sealOf(JOB, GOOD.bytes()), ""),
                        new Forgery("", TRUSTS_DIGEST, GOOD.bytes(), Map.of(), ""));

        for (Forgery good : none) {
            // When
            PrecompiledModule loaded = load(good);

            // Then
            assertThat(loaded.load("good").description().exports()).isNotEmpty();
        }
    }

    @Test
    void thereAreManyWaysToForge() {
        // When
        long count = forgeries().count();

        // Then
        assertThat(count).isGreaterThan(35);
    }

    private static PrecompiledModule load(Forgery forgery)
            throws ArtifactRefusedException, IOException {
        Artifact artifact = Artifact.of(forgery.bytes());
        ArtifactManifest manifest =
                ArtifactTrust.of(forgery.artifacts())
                        .verify(
                                artifact,
                                KEY,
                                name -> Optional.ofNullable(forgery.seals().get(name)));
        return artifact.unpack(manifest);
    }

    private static Forgery forged(
            String name, byte[] bytes, Map<String, byte[]> seals, String reason) {
        return new Forgery(name, TRUSTS_KEY, bytes, seals, reason);
    }

    private static Forgery signed(String name, byte[] bytes, String reason) {
        return new Forgery(name, TRUSTS_KEY, bytes, sealOf(SIGNER, bytes), reason);
    }

    /** A seal under the name that it needs to be found for the wanted key. */
    private static Map<String, byte[]> sealOf(ArtifactSeal.Maker maker, byte[] artifact) {
        try {
            return Map.of(
                    maker.fileName(KEY.fileName()),
                    maker.seal(Artifact.of(artifact).manifestBytes()));
        } catch (ArtifactRefusedException notOne) {
            throw new AssertionError(notOne);
        }
    }

    private static Map<String, byte[]> underOtherName() {
        return moved(
                sealOf(TestArtifacts.signer(TestArtifacts.newKeys()), GOOD.bytes()),
                sealOf(SIGNER, GOOD.bytes()));
    }

    /** The seal of the first under the name of the second. */
    private static Map<String, byte[]> moved(Map<String, byte[]> from, Map<String, byte[]> to) {
        return Map.of(to.keySet().iterator().next(), from.values().iterator().next());
    }

    private static Map<String, byte[]> flipped(Map<String, byte[]> seal) {
        Map<String, byte[]> changed = new HashMap<>();
        seal.forEach((name, bytes) -> changed.put(name, replaced(bytes, 7, bytes[7] ^ 1)));
        return changed;
    }

    private static Map<String, byte[]> shortened(Map<String, byte[]> seal) {
        Map<String, byte[]> changed = new HashMap<>();
        seal.forEach((name, bytes) -> changed.put(name, Arrays.copyOf(bytes, bytes.length - 1)));
        return changed;
    }

    private static Map<String, byte[]> shortenedToNothing(Map<String, byte[]> seal) {
        Map<String, byte[]> changed = new HashMap<>();
        seal.forEach((name, bytes) -> changed.put(name, new byte[0]));
        return changed;
    }

    private static byte[] replaced(byte[] bytes, int position, int value) {
        byte[] changed = bytes.clone();
        changed[position] = (byte) value;
        return changed;
    }

    private static ArtifactManifest manifestOf(Artifact artifact) {
        try {
            return artifact.manifest();
        } catch (ArtifactRefusedException refused) {
            throw new AssertionError(refused);
        }
    }

    private static byte[] withEntryDamaged(String name) {
        int position = 12 + GOOD.manifestBytes().length;
        for (ArtifactManifest.Entry entry : manifestOf(GOOD).entries()) {
            if (entry.name().equals(name)) {
                int middle = position + (int) entry.sizeBytes() / 2;
                return replaced(GOOD.bytes(), middle, GOOD.bytes()[middle] ^ 0x10);
            }
            position += (int) entry.sizeBytes();
        }
        throw new AssertionError("no entry " + name);
    }

    private static String entrySize() {
        return " " + manifestOf(GOOD).entries().get(0).sizeBytes() + " ";
    }

    private static byte[] withEntryTwice() {
        String manifest = new String(GOOD.manifestBytes(), StandardCharsets.UTF_8);
        String first = manifest.lines().filter(line -> line.startsWith("entry ")).findFirst().get();
        return withManifestBytes(manifest + first + "\n");
    }

    private static byte[] withManifest(String from, String to) {
        String manifest = new String(GOOD.manifestBytes(), StandardCharsets.UTF_8);
        if (!manifest.contains(from)) {
            throw new AssertionError("the manifest has no " + from);
        }
        return withManifestBytes(manifest.replace(from, to));
    }

    private static byte[] withManifestBytes(String manifest) {
        byte[] text = manifest.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream forged = new ByteArrayOutputStream();
        forged.write(GOOD.bytes(), 0, 8);
        forged.writeBytes(ByteBuffer.allocate(4).putInt(text.length).array());
        forged.writeBytes(text);
        int contents = 12 + GOOD.manifestBytes().length;
        forged.write(GOOD.bytes(), contents, GOOD.bytes().length - contents);
        return forged.toByteArray();
    }
}
