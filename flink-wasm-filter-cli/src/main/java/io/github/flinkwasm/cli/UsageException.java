package io.github.flinkwasm.cli;

/** The command line asks for something that cannot be: ends with {@link ExitStatus#WRONG_USAGE}. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
