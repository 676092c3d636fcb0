package io.github.flinkwasm.internal.conversion;

/**
 * An element holds something that its declared type does not have, so that no record can be written
 * of it. Not a matter of data: whoever wrote the job can fix it.
 */
public final class UnwritableValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final FieldPath path = new FieldPath();
    private final String found;
    private final String allowed;

    UnwritableValueException(String found, String allowed) {
        this.found = found;
        this.allowed = allowed;
    }

    UnwritableValueException inField(String name) {
        path.intoField(name);
        return this;
    }

    UnwritableValueException inElement(int index) {
        path.intoElement(index);
        return this;
    }

    @Override
    public String getMessage() {
        return ("An element of the stream does not have the type that the stream declares: %s is"
                        + " %s, but the type allows %s. Make elements of the declared type, or"
                        + " declare the type they have.")
                .formatted(path.describe("the element"), found, allowed);
    }
}
