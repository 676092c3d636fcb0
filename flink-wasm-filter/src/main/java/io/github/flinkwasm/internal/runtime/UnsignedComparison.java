package io.github.flinkwasm.internal.runtime;

/**
 * {@code i32.ge_u} for compiled guest code, which ends every second loop over bytes with it.
 *
 * <p>Generated classes name this class and {@link #greaterOrEqual}: both belong to the format of
 * compiled artifacts. See docs/rationale.md, "Why compare unsigned numbers by subtraction?".
 */
public final class UnsignedComparison {
    private static final ShadedRedirection GREATER_OR_EQUAL =
            new ShadedRedirection("i32_ge_u", "(II)I", UnsignedComparison.class, "greaterOrEqual");

    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final int SIGN = 63;

    private UnsignedComparison() {}

    static CompiledClasses apply(CompiledClasses classes) {
        return GREATER_OR_EQUAL.apply(classes);
    }

    /** 1 if the first number is greater than the second or equal, both without a sign; else 0. */
    public static int greaterOrEqual(int one, int other) {
        return (int) (((one & UNSIGNED) - (other & UNSIGNED)) >>> SIGN) ^ 1;
    }
}
