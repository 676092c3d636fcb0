package io.github.flinkwasm.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of the command in this virtual machine: what came out of it. */
record CommandRun(int exitStatus, String out, String err) {
    static final String IDENTITY = "classpath:guests/wat/identity.wasm";
    static final String WAYS_OUT = "classpath:guests/ways-out/ways_out.wasm";

    static CommandRun of(String input, String... args) {
        return of(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
    }

    static CommandRun of(InputStream input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errText = new PrintStream(err, true, StandardCharsets.UTF_8);
        int exitStatus = WasmFilterCommand.execute(new StandardStreams(input, out, errText), args);
        return new CommandRun(
                exitStatus,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** Runs the filter that returns each record as it is. */
    static CommandRun ofIdentity(String input, String... args) {
        return of(input, with(args, "run", "--wasm", IDENTITY, "--function", "f"));
    }

    /** Runs the filter that does what the record's "do" says, and tells what it was given. */
    static CommandRun ofWaysOut(String input, String... args) {
        return of(input, with(args, "run", "--wasm", WAYS_OUT, "--function", "ways_out"));
    }

    private static String[] with(String[] more, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(Arrays.asList(more));
        return all.toArray(new String[0]);
    }
}
