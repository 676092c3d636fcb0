package io.github.flinkwasm.table;

import java.io.Serializable;

/**
 * Which argument of a call is which. The forms are told apart by how many arguments there are.
 *
 * @param tag position, or {@link #NONE}
 * @param time position, or {@link #NONE}
 * @param record position
 * @param options position, or {@link #NONE}
 */
record Call(int tag, int time, int record, int options) implements Serializable {

    private static final long serialVersionUID = 1L;

    static final int NONE = -1;

    /** Positions of the literals that name a filter in the call itself. */
    static final int WASM = 0;

    static final int FUNCTION_NAME = 1;

    /** How many literals come first where the call names the filter. */
    private static final int LITERALS = 2;

    /** The most arguments that describe an event: tag, time, record. */
    private static final int OF_EVENT = 3;

    /**
     * @param bound whether the function knows its filter, so that the call does not name it
     */
    static Call of(int arguments, boolean bound) {
        int first = bound ? 0 : LITERALS;
        boolean hasOptions = !bound && arguments == most(false);
        int last = arguments - 1 - (hasOptions ? 1 : 0);
        int ofEvent = last - first + 1;
        return new Call(
                ofEvent > 1 ? first : NONE,
                ofEvent == OF_EVENT ? first + 1 : NONE,
                last,
                hasOptions ? last + 1 : NONE);
    }

    /** Whether the call names its filter. */
    boolean isNaming() {
        return (tag == NONE ? record : tag) >= LITERALS;
    }

    static int fewest(boolean bound) {
        return bound ? 1 : LITERALS + 1;
    }

    static int most(boolean bound) {
        return bound ? OF_EVENT : LITERALS + OF_EVENT + 1;
    }
}
