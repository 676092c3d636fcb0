package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;

/** A module's file on the local file system, which the test overwrites and deletes. */
public final class ModuleFile {

    /** Returns every record as it is. */
    public static final String IDENTITY = "guests/wat/identity.wasm";

    /** Has the same function, but traps on every record that {@link #record} makes. */
    public static final String TRAPPING = "guests/wat/hostile/unreachable.wasm";

    private final Path path;

    /** Put behind every module that is written here. */
    private final byte[] stamp;

    ModuleFile(Path directory) throws IOException {
        this(directory, new byte[0]);
    }

    private ModuleFile(Path directory, byte[] stamp) throws IOException {
        this.path = directory.resolve("filter.wasm");
        this.stamp = stamp;
        overwriteWith(IDENTITY);
    }

    /**
     * A file whose modules are no other test's. All tests of a JVM share a class loader, and with
     * it compiled modules: one that a test still holds would be run without being read.
     */
    public static ModuleFile ofModulesOfItsOwn(Path directory) throws IOException {
        byte[] name = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        // A custom section: its id, its length, the length of its name, its name.
        ByteBuffer section = ByteBuffer.allocate(3 + name.length);
        section.put((byte) 0).put((byte) (1 + name.length)).put((byte) name.length).put(name);
        return new ModuleFile(directory, section.array());
    }

    /** A record that tells by what becomes of it which of the modules ran. */
    public static String record(long number) {
        return "{\"b\":" + number + "}";
    }

    public String uri() {
        return path.toUri().toString();
    }

    public ModuleReference reference() {
        return ModuleReference.of(uri());
    }

    /** Puts another module there, in one step, as careful people do. */
    public void overwriteWith(String resource) throws IOException {
        Path next = path.resolveSibling("next.wasm");
        Files.write(next, bytes(resource));
        Files.write(next, stamp, StandardOpenOption.APPEND);
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
    }

    public void delete() throws IOException {
        Files.delete(path);
    }

    public static byte[] bytes(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        ModuleFile.class.getClassLoader().getResourceAsStream(resource),
                        resource)) {
            return in.readAllBytes();
        }
    }

    /** Of what is in the file now. */
    public String sha256() throws IOException {
        return sha256(Files.readAllBytes(path));
    }

    public static String sha256(String resource) throws IOException {
        return sha256(bytes(resource));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has to have SHA-256.
            throw new IllegalStateException(impossible);
        }
    }
}
