package io.github.flinkwasm.cli;

/** A line of an input. */
record Place(String input, long line) {
    /** For messages. */
    @Override
    public String toString() {
        return input + ", line " + line;
    }
}
