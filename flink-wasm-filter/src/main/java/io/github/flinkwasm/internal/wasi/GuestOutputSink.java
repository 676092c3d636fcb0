package io.github.flinkwasm.internal.wasi;

/** Takes what a guest printed, once the guest's call is over. */
@FunctionalInterface
public interface GuestOutputSink {

    /**
     * Takes one line.
     *
     * @param stream where the guest wrote it
     * @param text the line without its line break; control characters and characters that reorder
     *     text are escaped, invalid UTF-8 is U+FFFD, so that it can stand in a log as it is
     */
    void line(GuestOutput.Stream stream, String text);
}
