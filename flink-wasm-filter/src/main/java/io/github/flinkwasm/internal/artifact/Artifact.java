package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.artifact.ArtifactManifest.Entry;
import io.github.flinkwasm.internal.module.ModuleLoader;
import io.github.flinkwasm.internal.runtime.CompiledClasses;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import io.github.flinkwasm.internal.runtime.PrecompiledModule;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A compiled module as one file.
 *
 * <table>
 * <caption>Bytes of an artifact; numbers are big-endian</caption>
 * <tr><td>8 bytes</td><td>{@code 00 77 66 61 0D 0A 1A 0A}: no text, and damaged by whatever takes
 *     it for text</td></tr>
 * <tr><td>4 bytes</td><td>the manifest's length</td></tr>
 * <tr><td>…</td><td>the {@link ArtifactManifest}</td></tr>
 * <tr><td>…</td><td>the entries, one after the other, in the manifest's order and lengths, up to
 *     the end of the file: {@code module.wasm}, the module without its code; then the classes by
 *     name</td></tr>
 * </table>
 *
 * <p>An artifact's digest is that of its manifest, which holds the digests of all entries.
 * Immutable; the arrays are shared and not to be written to.
 */
public final class Artifact {
    private static final byte[] MAGIC = {0, 'w', 'f', 'a', '\r', '\n', 0x1A, '\n'};
    private static final int HEADER_BYTES = MAGIC.length + Integer.BYTES;
    private static final int MAX_MANIFEST_BYTES = 4 << 20;
    private static final String SKELETON = "module.wasm";

    private final byte[] bytes;
    private final int manifestLength;

    private Artifact(byte[] bytes, int manifestLength) {
        this.bytes = bytes;
        this.manifestLength = manifestLength;
    }

    /**
     * Packs a compiled module.
     *
     * @param moduleSha256 of the module that was compiled
     */
    public static Artifact of(String moduleSha256, PrecompiledModule module) {
        Map<String, byte[]> classes = new TreeMap<>(module.classes().bytesByName());
        List<Entry> entries = new ArrayList<>();
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        add(SKELETON, module.skeleton(), entries, contents);
        classes.forEach((name, classFile) -> add(name, classFile, entries, contents));
        byte[] manifest =
                new ArtifactManifest(
                                ArtifactKey.of(moduleSha256, ArtifactTarget.JVM),
                                module.moduleSizeBytes(),
                                module.classes().machineClass(),
                                module.hugeMethods(),
                                entries)
                        .toBytes();
        byte[] entryBytes = contents.toByteArray();
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + manifest.length + entryBytes.length);
        file.put(MAGIC).putInt(manifest.length).put(manifest).put(entryBytes);
        return new Artifact(file.array(), manifest.length);
    }

    private static void add(
            String name, byte[] content, List<Entry> entries, ByteArrayOutputStream contents) {
        entries.add(new Entry(name, ModuleLoader.sha256(content), content.length));
        contents.writeBytes(content);
    }

    /**
     * Takes bytes for an artifact. Only its frame is looked at: what is in it is hostile until
     * {@link ArtifactTrust} says otherwise.
     *
     * @throws ArtifactRefusedException if they are none
     */
    public static Artifact of(byte[] bytes) throws ArtifactRefusedException {
        if (bytes.length < HEADER_BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new ArtifactRefusedException("it is no artifact: its first bytes are others");
        }
        int length = ByteBuffer.wrap(bytes).getInt(MAGIC.length);
        if (length < 0 || length > MAX_MANIFEST_BYTES || length > bytes.length - HEADER_BYTES) {
            throw new ArtifactRefusedException(
                    "it is cut short or damaged: its manifest would have %s bytes, of %d in all"
                            .formatted(Integer.toUnsignedString(length), bytes.length));
        }
        return new Artifact(bytes, length);
    }

    /** The whole file. */
    public byte[] bytes() {
        return bytes;
    }

    /** What signatures and MACs are made of. */
    byte[] manifestBytes() {
        return Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + manifestLength);
    }

    /** The SHA-256 of the manifest, 64 lower-case hex digits. */
    public String digest() {
        return ModuleLoader.sha256(manifestBytes());
    }

    /**
     * Reads the manifest.
     *
     * @throws ArtifactRefusedException if it is none, or one of an unknown version
     */
    ArtifactManifest manifest() throws ArtifactRefusedException {
        return ManifestReader.read(manifestBytes());
    }

    /** The functions over the JIT's limit, and the key, for reports. */
    public record Summary(ArtifactKey key, long moduleSizeBytes, List<HugeMethod> hugeMethods) {
        public Summary {
            hugeMethods = List.copyOf(hugeMethods);
        }
    }

    /**
     * What the artifact says of itself; nobody has vouched for it.
     *
     * @throws ArtifactRefusedException as the manifest is
     */
    public Summary summary() throws ArtifactRefusedException {
        ArtifactManifest manifest = manifest();
        return new Summary(manifest.key(), manifest.moduleSizeBytes(), manifest.hugeMethods());
    }

    /**
     * Unpacks the compiled module, each entry verified. To be called on a trusted artifact only.
     *
     * @throws ArtifactRefusedException if its entries are not those of its manifest
     */
    PrecompiledModule unpack(ArtifactManifest manifest) throws ArtifactRefusedException {
        Map<String, byte[]> contents = new TreeMap<>();
        int position = HEADER_BYTES + manifestLength;
        for (Entry entry : manifest.entries()) {
            if (entry.sizeBytes() > bytes.length - position) {
                throw new ArtifactRefusedException(
                        "it is cut short: entry %s has %d bytes, but only %d are left"
                                .formatted(
                                        entry.name(), entry.sizeBytes(), bytes.length - position));
            }
            int end = position + (int) entry.sizeBytes();
            byte[] content = Arrays.copyOfRange(bytes, position, end);
            String sha256 = ModuleLoader.sha256(content);
            if (!sha256.equals(entry.sha256())) {
                throw new ArtifactRefusedException(
                        "its entry %s has sha256 %s, but its manifest says %s"
                                .formatted(entry.name(), sha256, entry.sha256()));
            }
            contents.put(entry.name(), content);
            position = end;
        }
        if (position != bytes.length) {
            throw new ArtifactRefusedException(
                    "%d bytes follow its last entry".formatted(bytes.length - position));
        }
        byte[] skeleton = contents.remove(SKELETON);
        if (skeleton == null || !contents.containsKey(manifest.machineClass())) {
            throw new ArtifactRefusedException(
                    "it lacks the entry "
                            + (skeleton == null ? SKELETON : manifest.machineClass()));
        }
        return new PrecompiledModule(
                skeleton,
                new CompiledClasses(manifest.machineClass(), new TreeMap<>(contents)),
                manifest.hugeMethods(),
                manifest.moduleSizeBytes());
    }
}
