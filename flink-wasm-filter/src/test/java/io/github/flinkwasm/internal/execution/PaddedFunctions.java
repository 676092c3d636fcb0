package io.github.flinkwasm.internal.execution;

import java.io.ByteArrayOutputStream;

/**
 * Makes every function of a module longer without changing what it does: its code begins with
 * arithmetic whose results are dropped. So any module can be run as one whose functions are over a
 * limit of the JVM.
 */
final class PaddedFunctions {
    private static final int HEADER = 8;
    private static final int CODE_SECTION = 10;

    /**
     * {@code i32.const 100000; i32.clz; drop}. Without the arithmetic the compiler would leave the
     * constant out.
     */
    private static final byte[] CONSTANT = {0x41, (byte) 0xA0, (byte) 0x8D, 0x06, 0x67, 0x1A};

    private final byte[] module;
    private final int constants;
    private int at = HEADER;

    private PaddedFunctions(byte[] module, int constants) {
        this.module = module;
        this.constants = constants;
    }

    /**
     * @param module a well-formed module
     * @param constants how many results each function drops; each takes 6 or 7 bytes of JVM
     *     bytecode
     */
    static byte[] in(byte[] module, int constants) {
        return new PaddedFunctions(module, constants).rewrite();
    }

    private byte[] rewrite() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(module, 0, HEADER);
        while (at < module.length) {
            int sectionStart = at;
            int id = module[at++];
            int size = number();
            int end = at + size;
            if (id == CODE_SECTION) {
                byte[] code = codeSection();
                out.write(id);
                writeSized(out, code);
            } else {
                out.write(module, sectionStart, end - sectionStart);
            }
            at = end;
        }
        return out.toByteArray();
    }

    private byte[] codeSection() {
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        int functions = number();
        writeNumber(section, functions);
        for (int i = 0; i < functions; i++) {
            int size = number();
            int end = at + size;
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int localsStart = at;
            skipLocals();
            body.write(module, localsStart, at - localsStart);
            for (int constant = 0; constant < constants; constant++) {
                body.write(CONSTANT, 0, CONSTANT.length);
            }
            body.write(module, at, end - at);
            writeSized(section, body.toByteArray());
            at = end;
        }
        return section.toByteArray();
    }

    private void skipLocals() {
        int groups = number();
        for (int group = 0; group < groups; group++) {
            number();
            number();
        }
    }

    private int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = module[at++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static void writeSized(ByteArrayOutputStream out, byte[] bytes) {
        writeNumber(out, bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static void writeNumber(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
