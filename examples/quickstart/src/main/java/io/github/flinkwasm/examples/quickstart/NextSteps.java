package io.github.flinkwasm.examples.quickstart;

import java.nio.file.Path;

/** What to try after a run, as commands that work where the run was started. */
final class NextSteps {

    private NextSteps() {}

    static String of(Path home, OutputDirectory output) {
        return """
        The results
          %s
            emitted/  what came out of the last filter, one record a line
            dropped/  what a filter dropped, and where it came from
            failed/   what no filter saw or one could not finish, and why
            summary.txt

        Next, at the root of the repository
          your own logs and filter (one JSON object a line; text or gzip):
            ./quickstart --archive DIRECTORY --wasm FILTER.wasm --function NAME
          one filter by hand, without Flink:
            mvn -q -Dquickly package
            gzip -dc examples/archive/application.ndjson.gz | head -n 20 |
                flink-wasm-filter-dist/target/flink-wasm-filter-*-bin/*/bin/wasm-filter run \\
                --wasm examples/filters/c-freestanding/drop_debug.wasm --function drop_debug
          read on: examples/quickstart/README.md, examples/filters/README.md, docs/reference/abi.md
        """
                .formatted(Excerpt.harmless(shortest(home, output.path())));
    }

    /** Relative to where the commands are meant to be given, if it is in there. */
    private static String shortest(Path home, Path path) {
        Path root = home.toAbsolutePath().normalize();
        return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
    }
}
