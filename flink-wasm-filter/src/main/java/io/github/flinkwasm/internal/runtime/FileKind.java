package io.github.flinkwasm.internal.runtime;

import io.github.flinkwasm.ModuleRejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Tells a core WebAssembly module from the files that people hand over in its place, by their first
 * bytes.
 */
enum FileKind {
    CORE_MODULE(""),
    EMPTY("is empty. Check how it was copied or uploaded."),
    TRUNCATED("is shorter than the 8 bytes of a WebAssembly header. Check how it was copied."),
    WAMR_AOT(
            "is a WAMR ahead-of-time file, as flb-wamrc makes them: machine code for one processor,"
                    + " which only Fluent Bit can run. Give the .wasm it was made from."),
    COMPONENT(
            "is a WebAssembly component, but a Fluent Bit filter is a core module. Give the core"
                    + " .wasm it was made from (with cargo: target wasm32-wasip1 or"
                    + " wasm32-unknown-unknown, not wasm32-wasip2)."),
    OTHER_VERSION("has a WebAssembly version that is not supported; only version 1 is."),
    TEXT_FORMAT(
            "is WebAssembly text. Assemble it first, for example with wat2wasm, and give the"
                    + " .wasm."),
    COMPRESSED("is a compressed file. Uncompress it first."),
    NOT_WASM("is not a WebAssembly module. Check the path.");

    private static final byte[] MAGIC = {0, 'a', 's', 'm'};

    private final String answer;

    FileKind(String answer) {
        this.answer = answer;
    }

    static FileKind of(byte[] bytes) {
        if (bytes.length == 0) {
            return EMPTY;
        }
        int prefix = Math.min(bytes.length, MAGIC.length);
        if (Arrays.equals(bytes, 0, prefix, MAGIC, 0, prefix)) {
            if (bytes.length < 8) {
                return TRUNCATED;
            }
            if (startsWith(Arrays.copyOfRange(bytes, 4, 8), 1, 0, 0, 0)) {
                return CORE_MODULE;
            }
            // The component model keeps the magic and puts its layer into the upper half of the
            // version.
            return bytes[6] == 1 && bytes[7] == 0 ? COMPONENT : OTHER_VERSION;
        }
        if (startsWith(bytes, 0, 'a', 'o', 't')) {
            return WAMR_AOT;
        }
        if (isCompressed(bytes)) {
            return COMPRESSED;
        }
        String start =
                new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1);
        String text = start.replaceAll("(?m);;.*$", "").stripLeading();
        return text.startsWith("(module") || text.startsWith("(component") ? TEXT_FORMAT : NOT_WASM;
    }

    /** By gzip, zstd, zip, xz or bzip2. */
    private static boolean isCompressed(byte[] bytes) {
        return startsWith(bytes, 0x1f, 0x8b)
                || startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd)
                || startsWith(bytes, 'P', 'K', 3, 4)
                || startsWith(bytes, 0xfd, '7', 'z', 'X', 'Z', 0)
                || startsWith(bytes, 'B', 'Z', 'h');
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[i] != (byte) expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** What a file of this kind is and what to give instead: the end of a sentence, and more. */
    String answer() {
        return answer;
    }

    static void requireCoreModule(byte[] bytes, String origin) {
        FileKind kind = of(bytes);
        if (kind == CORE_MODULE) {
            return;
        }
        String found =
                bytes.length == 0
                        ? ""
                        : " It starts with the bytes "
                                + HexFormat.ofDelimiter(" ")
                                        .formatHex(bytes, 0, Math.min(8, bytes.length))
                                + "; a module starts with 00 61 73 6d 01 00 00 00.";
        throw new ModuleRejectedException("File " + origin + " " + kind.answer + found);
    }
}
