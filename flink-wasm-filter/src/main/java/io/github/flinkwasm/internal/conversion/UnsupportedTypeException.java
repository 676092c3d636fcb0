package io.github.flinkwasm.internal.conversion;

/** A type has no form in a record. The message says which one and in which field. */
public final class UnsupportedTypeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FieldPath path = new FieldPath();
    private final String found;

    /**
     * @param found the type, and what about it is the problem
     */
    UnsupportedTypeException(String found) {
        this.found = found;
    }

    UnsupportedTypeException inField(String name) {
        path.intoField(name);
        return this;
    }

    /** The end of a sentence: which part of the type is what. */
    @Override
    public String getMessage() {
        return path.describe("the element itself") + " is of type " + found;
    }
}
