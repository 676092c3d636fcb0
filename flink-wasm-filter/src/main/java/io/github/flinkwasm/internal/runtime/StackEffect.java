package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.wasm.types.OpCode;

/**
 * By how much an instruction changes the height of the operand stack, where that is the same for
 * all its uses.
 */
final class StackEffect {
    private StackEffect() {}

    /** 0 for control instructions and calls, whose effect depends on types. */
    static int of(OpCode instruction) {
        int code = instruction.opcode();
        return code <= 0xFF ? plain(code) : prefixed(code);
    }

    private static int plain(int code) {
        if (code >= 0x45 && code <= 0xC4) {
            return numeric(code);
        }
        return switch (code) {
            // local.get, global.get, memory.size, constants, ref.null, ref.func
            case 0x20, 0x23, 0x3F, 0x41, 0x42, 0x43, 0x44, 0xD0, 0xD2 -> 1;
            // br_if, br_table, drop, local.set, global.set
            case 0x0D, 0x0E, 0x1A, 0x21, 0x24 -> -1;
            // select, table.set
            case 0x1B, 0x1C, 0x26 -> -2;
            // the stores
            default -> code >= 0x36 && code <= 0x3E ? -2 : 0;
        };
    }

    /** Comparisons and arithmetic: two operands to one result, or one to one. */
    private static int numeric(int code) {
        boolean test = code == 0x45 || code == 0x50;
        boolean unary =
                (code >= 0x67 && code <= 0x69)
                        || (code >= 0x79 && code <= 0x7B)
                        || (code >= 0x8B && code <= 0x91)
                        || (code >= 0x99 && code <= 0x9F)
                        || code >= 0xA7;
        return test || unary ? 0 : -1;
    }

    private static int prefixed(int code) {
        if (code >> 8 == 0xFE) {
            return atomic(code & 0xFF);
        }
        return switch (code) {
            // table.size
            case 0xFC10 -> 1;
            // table.grow
            case 0xFC0F -> -1;
            // memory.init, memory.copy, memory.fill, table.init, table.copy, table.fill
            case 0xFC08, 0xFC0A, 0xFC0B, 0xFC0C, 0xFC0E, 0xFC11 -> -3;
            default -> 0;
        };
    }

    private static int atomic(int code) {
        if (code == 0x00 || (code >= 0x1E && code <= 0x47)) {
            // memory.atomic.notify, read-modify-write
            return -1;
        }
        // memory.atomic.wait, stores, compare and exchange; else loads and fence
        return code == 0x01 || code == 0x02 || (code >= 0x17 && code <= 0x1D) || code >= 0x48
                ? -2
                : 0;
    }
}
