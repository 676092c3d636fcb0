package io.github.flinkwasm.cli;

/**
 * Something about a module that its author or its user should know.
 *
 * @param finding what was found
 * @param action what to do about it, or why nothing has to be done
 */
record Hazard(Level level, String finding, String action) {

    /** How bad it is, worst first. */
    enum Level {
        /** The module cannot be used as asked. */
        REFUSED,
        /** Some events, or the speed of all, are at risk. */
        WARNING,
        /** Harmless here, or different from Fluent Bit. */
        NOTE
    }

    static Hazard refused(String finding) {
        return new Hazard(Level.REFUSED, finding, "");
    }

    static Hazard warning(String finding, String action) {
        return new Hazard(Level.WARNING, finding, action);
    }

    static Hazard note(String finding, String action) {
        return new Hazard(Level.NOTE, finding, action);
    }
}
