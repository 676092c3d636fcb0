package io.github.flinkwasm.cli;

import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;

/** A line that brought neither a record nor a drop. */
sealed interface FailedLine {

    Place place();

    /** The kind of failure, as reports and outcome lines name it. */
    String reason();

    /** What happened, for people. */
    String detail();

    /** What to do about it: the end of a sentence, without a full stop. */
    String advice();

    /** The guest could not finish the event. */
    record Event(Place place, FilterFailure failure) implements FailedLine {
        @Override
        public String reason() {
            return failure.reason().name();
        }

        @Override
        public String detail() {
            return failure.detail();
        }

        @Override
        public String advice() {
            return adviceFor(failure.reason());
        }

        private static String adviceFor(FailureReason reason) {
            return switch (reason) {
                case TRAP ->
                        "read what the guest printed, and run the event through a debug build of"
                                + " the filter";
                case STACK_EXHAUSTED -> "bound the filter's recursion";
                case EXITED ->
                        "let the filter return 0 to drop an event instead of ending its process";
                case TIMEOUT ->
                        "look for an endless loop in the filter, or give it longer with --timeout";
                case MEMORY_LIMIT ->
                        "give the guest more with --memory, or build the module with a larger"
                                + " maximum of its own";
                case INVALID_POINTER ->
                        "check the pointer that the filter returns, and that a NUL follows its"
                                + " JSON text";
                case OUTPUT_TOO_LARGE ->
                        "allow longer records with --max-output, or check that a NUL follows the"
                                + " filter's JSON text";
                case INVALID_RECORD ->
                        "compare what the filter returns with --event-format, which is how it must"
                                + " write records";
                case INPUT_TOO_LARGE -> "split such records before the filter";
            };
        }
    }

    /**
     * What was read is no event, so no guest has seen it.
     *
     * @param text the line; empty where it could not be read or kept
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier from reader to report, never compared
    record Input(Place place, String detail, String advice, byte[] text) implements FailedLine {
        @Override
        public String reason() {
            return "INVALID_INPUT";
        }
    }
}
