package io.github.flinkwasm.internal.conversion;

/**
 * A record does not fit the type that it shall become. The message says where, what was found there
 * and what is allowed.
 */
public final class MisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FieldPath path = new FieldPath();
    private final String found;
    private final String allowed;

    MisfitException(String found, String allowed) {
        // No stack trace: it says nothing about a record, and there may be many.
        super(null, null, false, false);
        this.found = found;
        this.allowed = allowed;
    }

    MisfitException inField(String name) {
        path.intoField(name);
        return this;
    }

    MisfitException inElement(int index) {
        path.intoElement(index);
        return this;
    }

    @Override
    public String getMessage() {
        return "%s is %s, but the type it shall become allows %s"
                .formatted(path.describe("the record"), found, allowed);
    }
}
