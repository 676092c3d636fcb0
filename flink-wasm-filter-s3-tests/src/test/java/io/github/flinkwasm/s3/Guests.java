package io.github.flinkwasm.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The modules that these tests put into buckets. */
final class Guests {

    private Guests() {}

    /** Exports {@code f}, a filter that returns each record as it is. */
    static byte[] identity() throws IOException {
        return read("guests/wat/identity.wasm");
    }

    /**
     * The same with a section that nobody reads, which makes it another module: compiled ones
     * outlive their job for a while, and then nothing would be downloaded.
     *
     * @param name at most 100 ASCII characters
     */
    static byte[] identityNamed(String name) throws IOException {
        byte[] text = name.getBytes(US_ASCII);
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.write(identity());
        int customSection = 0;
        module.write(customSection);
        module.write(1 + text.length);
        module.write(text.length);
        module.write(text);
        return module.toByteArray();
    }

    /** Another module, with another export. */
    static byte[] waysOut() throws IOException {
        return read("guests/ways-out/ways_out.wasm");
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = Guests.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        }
    }
}
