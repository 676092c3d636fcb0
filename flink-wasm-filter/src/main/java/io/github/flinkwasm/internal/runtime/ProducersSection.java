package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The toolchain that a module names in its "producers" custom section, for people to read. The
 * section proves nothing, so nothing is decided by it, and a damaged one counts as absent.
 *
 * <p>Layout (tool conventions of WebAssembly): vec(field name, vec(name, version)), all names
 * length-prefixed.
 */
final class ProducersSection {
    private static final int MAX_ENTRIES = 16;
    private static final int MAX_NAME = 100;

    private ProducersSection() {}

    static List<String> read(WasmModule module) {
        if (!(module.customSection("producers") instanceof UnknownCustomSection section)) {
            return List.of();
        }
        List<String> producers = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(section.bytes());
            int fields = count(bytes);
            for (int field = 0; field < fields; field++) {
                name(bytes);
                int values = count(bytes);
                for (int value = 0; value < values; value++) {
                    producers.add((name(bytes) + " " + name(bytes)).strip());
                }
            }
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException damaged) {
            return List.of();
        }
        return producers;
    }

    private static int count(ByteBuffer bytes) {
        int count = unsigned(bytes);
        if (count > MAX_ENTRIES) {
            throw new IllegalArgumentException("too many entries");
        }
        return count;
    }

    private static String name(ByteBuffer bytes) {
        int length = unsigned(bytes);
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("name beyond the end");
        }
        byte[] name = new byte[length];
        bytes.get(name);
        String text = new String(name, StandardCharsets.UTF_8).replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }

    private static int unsigned(ByteBuffer bytes) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too long");
    }
}
