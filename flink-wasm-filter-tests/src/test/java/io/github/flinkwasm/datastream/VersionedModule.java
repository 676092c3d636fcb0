package io.github.flinkwasm.datastream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * One of many versions of a filter that says in every record which version ran; each is a module of
 * its own, and no other test's.
 */
final class VersionedModule {

    private static final String PLACE = "\"v\":\"00\"";

    private final int version;
    private final Path path;
    private final byte[] bytes;

    /** Two digits at most. */
    VersionedModule(Path directory, int version) throws IOException {
        this(directory, "f", version);
    }

    private VersionedModule(Path directory, String name, int version) throws IOException {
        this.version = version;
        String module = new String(ModuleFile.bytes("guests/wat/version/version.wasm"), ISO_8859_1);
        String stamp = UUID.randomUUID().toString();
        // Behind it a custom section: its id, its length, the length of its name, its name.
        String section = "\0" + (char) (1 + stamp.length()) + (char) stamp.length() + stamp;
        this.bytes =
                (module.replace(PLACE, "\"v\":\"%02d\"".formatted(version)) + section)
                        .getBytes(ISO_8859_1);
        this.path = directory.resolve("%s-%02d-%s.wasm".formatted(name, version, stamp));
        write(bytes);
    }

    /** What it makes of a record. */
    String emitted(String record) {
        return "{\"v\":\"%02d\",\"r\":%s}".formatted(version, record);
    }

    ModuleReference reference() {
        return ModuleReference.pinned(path.toUri().toString(), sha256());
    }

    /** Stages it, as the upgrade {@code u<version>}. */
    ModuleCommand stage() {
        return ModuleCommand.stage(id(), reference());
    }

    ModuleCommand activate() {
        return ModuleCommand.activate(id());
    }

    ModuleCommand abort() {
        return ModuleCommand.abort(id());
    }

    String id() {
        return "u" + version;
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has to have SHA-256.
            throw new IllegalStateException(impossible);
        }
    }

    void overwriteWith(String text) throws IOException {
        write(text.getBytes(ISO_8859_1));
    }

    void delete() throws IOException {
        Files.delete(path);
    }

    void putBack() throws IOException {
        write(bytes);
    }

    private void write(byte[] content) throws IOException {
        Files.write(path, content);
    }
}
