package io.github.flinkwasm.cli;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.replay.job.ReplayFailedException;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command early into one clear line and an {@link ExitStatus}. */
final class ProblemHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final String COMMAND = "wasm-filter: ";

    private final PrintStream err;
    private final BooleanSupplier wantsStackTrace;

    ProblemHandler(PrintStream err, BooleanSupplier wantsStackTrace) {
        this.err = err;
        this.wantsStackTrace = wantsStackTrace;
    }

    @Override
    public int handleParseException(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        say(problem, String.valueOf(problem.getMessage()));
        UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        sayWhereHelpIs(command);
        return ExitStatus.WRONG_USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception problem, CommandLine command, ParseResult parsed) {
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof OutputFailedException output) {
            if (output.isReaderGone()) {
                return ExitStatus.OUTPUT_CLOSED;
            }
            say(problem, "the output cannot be written: " + message);
            return ExitStatus.CANNOT_GO_ON;
        }
        if (problem instanceof ModuleRejectedException || problem instanceof ModuleLoadException) {
            say(problem, message);
            return ExitStatus.MODULE_REFUSED;
        }
        if (problem instanceof UsageException || problem instanceof InvalidConfigurationException) {
            say(problem, message);
            sayWhereHelpIs(command);
            return ExitStatus.WRONG_USAGE;
        }
        if (problem instanceof ReplayFailedException stopped) {
            say(problem, message);
            return statusOf(stopped.kind());
        }
        say(problem, defect(problem));
        return ExitStatus.CANNOT_GO_ON;
    }

    private static int statusOf(ReplayFailedException.Kind kind) {
        return switch (kind) {
            case EVENT_FAILED, INPUT_DAMAGED -> ExitStatus.EVENT_FAILED;
            case INPUT_UNREADABLE -> ExitStatus.WRONG_USAGE;
            case OUTPUT_FAILED, OTHER -> ExitStatus.CANNOT_GO_ON;
        };
    }

    /** What to say of an {@link Error}, after which little can be done. */
    static String lastWords(Throwable error) {
        if (error instanceof OutOfMemoryError) {
            return COMMAND
                    + "out of memory: this Java may use %,d MiB. Give it more, as in"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20)
                    + " WASM_FILTER_OPTS=-Xmx4g wasm-filter …, or lower --memory.";
        }
        return COMMAND + Printable.oneLine(defect(error));
    }

    private static String defect(Throwable problem) {
        return "internal error: "
                + problem
                + ". This is a defect of wasm-filter; please report it with what --version and"
                + " --stacktrace print.";
    }

    private void sayWhereHelpIs(CommandLine command) {
        err.println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
    }

    private void say(Exception problem, String message) {
        err.println(COMMAND + Printable.oneLine(message));
        if (wantsStackTrace.getAsBoolean()) {
            problem.printStackTrace(err);
        }
    }
}
