package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/**
 * Which of Fluent Bit's two calling conventions a filter function follows. The function's signature
 * tells them apart, so nobody has to name one; a filter that names one is refused when the
 * signature says something else.
 */
@PublicEvolving
public enum AbiVersion {
    /** The function returns an {@code i32}: a pointer to the record, or 0 to drop the event. */
    VERSION_1(1),

    /**
     * The function returns an {@code i64}: {@code length << 32 | pointer}, or 0 to drop the event.
     */
    VERSION_2(2);

    private final int number;

    AbiVersion(int number) {
        this.number = number;
    }

    /** The number by which Fluent Bit's option {@code abi_version} knows this version. */
    public int number() {
        return number;
    }
}
