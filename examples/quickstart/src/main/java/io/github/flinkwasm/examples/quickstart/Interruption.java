package io.github.flinkwasm.examples.quickstart;

/** Says what is left behind when a run is interrupted, as by Ctrl-C. */
final class Interruption {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption watch(OutputDirectory output, Progress progress, Terminal terminal) {
        Runnable lastWords =
                () -> {
                    progress.end();
                    terminal.err()
                            .println(
                                    "quickstart: interrupted. What is in \"%s\" is not complete."
                                            .formatted(output.path()));
                    output.work().remove();
                };
        Thread hook = new Thread(lastWords, "quickstart-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    /** The run is over. */
    void ignore() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then the hook has its say.
        }
    }
}
