package io.github.flinkwasm.internal.conversion;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A POJO with a public field, a private one of a primitive type, and one that may be null. */
public final class Measurement {

    public @Nullable String name;
    private int count;
    private @Nullable Double value;

    public Measurement() {}

    Measurement(@Nullable String name, int count, @Nullable Double value) {
        this.name = name;
        this.count = count;
        this.value = value;
    }

    public int getCount() {
        return count;
    }

    public void setCount(int count) {
        this.count = count;
    }

    public @Nullable Double getValue() {
        return value;
    }

    public void setValue(@Nullable Double value) {
        this.value = value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Measurement that
                && count == that.count
                && Objects.equals(name, that.name)
                && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, count, value);
    }

    @Override
    public String toString() {
        return "Measurement{%s, %d, %s}".formatted(name, count, value);
    }
}
