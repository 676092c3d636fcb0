package io.github.flinkwasm.examples.quickstart;

import io.github.flinkwasm.InvalidConfigurationException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param archive directories and files
 * @param steps the filters, in the order in which they run
 * @param output a directory that is empty or not there
 */
record Options(List<Path> archive, List<FilterStep> steps, Path output, int parallelism) {

    private static final int MOST_SUBTASKS = 64;

    /** More subtasks than this bring nothing unless there are very many files. */
    private static final int USUAL_SUBTASKS = 8;

    private static final String HELP = "Try \"./quickstart --help\".";

    /**
     * @param home the root of the repository, where the bundled archive and the filters are
     */
    static Options parse(List<String> arguments, Path home) throws QuickstartException {
        Parser parser = new Parser(arguments);
        parser.parse();
        return parser.options(home);
    }

    /** Collects the options of one command line. */
    private static final class Parser {

        private final Deque<String> rest;
        private final List<Path> archive = new ArrayList<>();
        private final List<ExampleFilter> examples = new ArrayList<>();
        private @Nullable String module;
        private @Nullable String function;
        private @Nullable Path output;
        private int parallelism =
                Math.min(USUAL_SUBTASKS, Runtime.getRuntime().availableProcessors());

        Parser(List<String> arguments) {
            this.rest = new ArrayDeque<>(arguments);
        }

        void parse() throws QuickstartException {
            while (!rest.isEmpty()) {
                String option = rest.remove();
                int equals = option.indexOf('=');
                if (option.startsWith("--") && equals > 0) {
                    rest.addFirst(option.substring(equals + 1));
                    option = option.substring(0, equals);
                }
                switch (option) {
                    case "--archive" -> {
                        archive.add(path(option));
                        while (!rest.isEmpty() && !rest.getFirst().startsWith("--")) {
                            archive.add(path(option));
                        }
                    }
                    case "--filter" -> examples.add(example(value(option)));
                    case "--wasm" -> module = once(option, module);
                    case "--function" -> function = once(option, function);
                    case "--output" -> output = path(option);
                    case "--parallelism" -> parallelism = subtasks(value(option));
                    default -> throw wrong("There is no option \"%s\".".formatted(option));
                }
            }
        }

        Options options(Path home) throws QuickstartException {
            return new Options(
                    archive.isEmpty() ? List.of(home.resolve("examples/archive")) : archive,
                    steps(home),
                    output == null ? usualOutput(home) : output,
                    parallelism);
        }

        private List<FilterStep> steps(Path home) throws QuickstartException {
            if (module == null && function == null) {
                return examples.isEmpty()
                        ? ExampleFilter.chain(home)
                        : examples.stream()
                                .map(example -> example.step(home, FilterStep.EVERY_TAG))
                                .toList();
            }
            if (!examples.isEmpty()) {
                throw wrong("--filter and --wasm are both given, but they exclude each other.");
            }
            if (module == null || function == null) {
                throw wrong(
                        ("%s is given without %s. A filter of your own needs both: its module, and"
                                        + " which of the module's functions to call.")
                                .formatted(
                                        module == null ? "--function" : "--wasm",
                                        module == null ? "--wasm" : "--function"));
            }
            try {
                return List.of(FilterStep.of(function, FilterStep.EVERY_TAG, module, function));
            } catch (InvalidConfigurationException e) {
                throw QuickstartException.wrongInput(String.valueOf(e.getMessage()), e);
            }
        }

        private static ExampleFilter example(String name) throws QuickstartException {
            return ExampleFilter.named(name)
                    .orElseThrow(
                            () ->
                                    wrong(
                                            ("There is no example filter \"%s\" for JSON; there are"
                                                 + " %s. Name any other module with --wasm and"
                                                 + " --function.")
                                                    .formatted(name, ExampleFilter.names())));
        }

        private String once(String option, @Nullable String known) throws QuickstartException {
            if (known != null) {
                throw wrong(option + " is given twice. Give it once.");
            }
            return value(option);
        }

        private Path path(String option) throws QuickstartException {
            String value = value(option);
            try {
                return Path.of(value);
            } catch (InvalidPathException e) {
                throw wrong("%s \"%s\" is no path: %s.".formatted(option, value, e.getReason()));
            }
        }

        private String value(String option) throws QuickstartException {
            String value = rest.poll();
            if (value == null || value.isEmpty() || value.startsWith("--")) {
                throw wrong(option + " needs a value.");
            }
            return value;
        }

        private static int subtasks(String value) throws QuickstartException {
            if (value.matches("[0-9]{1,4}")) {
                int subtasks = Integer.parseInt(value);
                if (subtasks >= 1 && subtasks <= MOST_SUBTASKS) {
                    return subtasks;
                }
            }
            throw wrong(
                    "--parallelism is \"%s\", but it must be a whole number from 1 to %d."
                            .formatted(value, MOST_SUBTASKS));
        }

        private static Path usualOutput(Path home) {
            String now =
                    DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                            .format(LocalDateTime.now(ZoneId.systemDefault()));
            Path runs = home.resolve("target/quickstart");
            Path output = runs.resolve(now);
            for (int again = 2; Files.exists(output); again++) {
                output = runs.resolve(now + "-" + again);
            }
            return output;
        }

        private static QuickstartException wrong(String what) {
            return QuickstartException.wrongInput(what + " " + HELP);
        }
    }
}
