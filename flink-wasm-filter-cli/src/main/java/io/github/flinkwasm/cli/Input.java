package io.github.flinkwasm.cli;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Something that events are read from: a file, or standard input. Gzip is recognised by content.
 */
final class Input {
    private static final String STANDARD_INPUT = "-";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final Opener opener;

    private interface Opener {
        InputStream open() throws IOException;
    }

    private Input(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    /**
     * The inputs that a command line names; standard input if it names none. Nothing is opened yet,
     * but a file that could not be is found now, before the first event runs.
     *
     * @param files names of files; {@code -} is standard input
     * @throws UsageException if one of them cannot be read
     */
    static List<Input> of(List<String> files, InputStream standardInput) {
        List<String> names = files.isEmpty() ? List.of(STANDARD_INPUT) : files;
        List<Input> inputs = new ArrayList<>();
        for (String name : names) {
            inputs.add(
                    name.equals(STANDARD_INPUT)
                            ? new Input("standard input", () -> standardInput)
                            : ofFile(name));
        }
        return inputs;
    }

    private static Input ofFile(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw cannotRead(name, "is no file name");
        }
        if (!Files.exists(path)) {
            throw cannotRead(name, "does not exist");
        }
        if (Files.isDirectory(path)) {
            throw cannotRead(name, "is a directory");
        }
        if (!Files.isReadable(path)) {
            throw cannotRead(name, "may not be read by this user");
        }
        return new Input(Printable.name(name), () -> new FileInputStream(path.toFile()));
    }

    private static UsageException cannotRead(String name, String trouble) {
        return new UsageException(
                "Input "
                        + Printable.name(name)
                        + " "
                        + trouble
                        + ". Name files that hold one event a line, or - for standard input;"
                        + " nothing was run.");
    }

    /** For messages. */
    String name() {
        return name;
    }

    /** The text, unpacked where it is packed. The caller closes it. */
    InputStream open(Waiting.Listener listener) throws IOException {
        BufferedInputStream raw =
                new BufferedInputStream(new Waiting(opener.open(), listener), BUFFER_BYTES);
        raw.mark(2);
        boolean isGzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        return isGzip ? new GZIPInputStream(new AlwaysAvailable(raw), BUFFER_BYTES) : raw;
    }

    /**
     * {@link GZIPInputStream} takes a pipe that has nothing to give at the moment for the end of
     * the last member. At the true end it finds out by reading.
     */
    private static final class AlwaysAvailable extends FilterInputStream {
        AlwaysAvailable(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
