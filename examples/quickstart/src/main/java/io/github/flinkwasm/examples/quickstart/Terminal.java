package io.github.flinkwasm.examples.quickstart;

import java.io.PrintStream;

/**
 * Where a run speaks to.
 *
 * @param out the summary
 * @param err progress and problems
 * @param rewritesLines whether {@code err} is a terminal, on which a line can be written over
 * @param columns how wide a line may be
 */
record Terminal(PrintStream out, PrintStream err, boolean rewritesLines, int columns) {

    private static final int USUAL_COLUMNS = 100;
    private static final int LEAST_COLUMNS = 60;
    private static final int MOST_COLUMNS = 200;

    /**
     * That of this process. The script knows what is a terminal, and says so: Java can only tell
     * whether all of them are.
     */
    static Terminal ofProcess() {
        return new Terminal(
                System.out,
                System.err,
                Boolean.getBoolean("quickstart.terminal"),
                columns(Integer.getInteger("quickstart.columns", USUAL_COLUMNS)));
    }

    private static int columns(int said) {
        return said <= 0 ? USUAL_COLUMNS : Math.max(LEAST_COLUMNS, Math.min(said, MOST_COLUMNS));
    }
}
