package io.github.flinkwasm.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The three streams of a command. Text is UTF-8 on all of them, whatever the locale: records are,
 * and a failure's report must not lose characters of one.
 *
 * @param out unbuffered, and it throws when nobody reads it any more; {@link System#out} does
 *     neither
 */
record StandardStreams(InputStream in, OutputStream out, PrintStream err) {

    /** Those of this process. */
    static StandardStreams ofProcess() {
        return new StandardStreams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
                        true,
                        StandardCharsets.UTF_8));
    }
}
