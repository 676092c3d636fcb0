package io.github.flinkwasm.datastream;

import org.apache.flink.api.common.functions.MapFunction;

/** Hands every element on, until the test asks for a failure. */
final class FailingOnRequest implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private final String control;

    FailingOnRequest(JobControl control) {
        this.control = control.id();
    }

    @Override
    public String map(String element) {
        if (JobControl.byId(control).takeFailure()) {
            throw new RequestedException();
        }
        return element;
    }

    /** The failure that the test asked for. */
    static final class RequestedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RequestedException() {
            super("The test asked for it.");
        }
    }
}
