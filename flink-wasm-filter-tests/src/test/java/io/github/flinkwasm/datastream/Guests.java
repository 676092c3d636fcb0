package io.github.flinkwasm.datastream;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;

/** The filters that these tests run. */
final class Guests {

    private Guests() {}

    /** A guest that does what the record's member {@code do} says; see its source. */
    static WasmFilter.Builder waysOut(FailureHandling failureHandling) {
        return WasmFilter.builder()
                .setModule(ModuleReference.of("classpath:guests/ways-out/ways_out.wasm"))
                .setFunctionName("ways_out")
                .setFailureHandling(failureHandling);
    }

    /** A guest that returns every record as it is. */
    static WasmFilter.Builder identity(FailureHandling failureHandling) {
        return WasmFilter.builder()
                .setModule(ModuleReference.of("classpath:guests/wat/identity.wasm"))
                .setFunctionName("f")
                .setFailureHandling(failureHandling);
    }

    /**
     * A guest that returns a msgpack map of the record's CRC-32 and length, the tag, the time, and
     * the record.
     */
    static WasmFilter.Builder msgpackEcho(FailureHandling failureHandling) {
        return WasmFilter.builder()
                .setModule(ModuleReference.of("classpath:guests/echo/c/c_wasi.wasm"))
                .setFunctionName("echo_msgpack")
                .setEventFormat(EventFormat.MSGPACK)
                .setFailureHandling(failureHandling);
    }

    /** What the guest of {@link #waysOut} emits for a record. */
    static String emitted(String tag, long second, int nano, String record) {
        return "{\"tag\":\"%s\",\"sec\":%d,\"nsec\":%d,\"record\":%s}"
                .formatted(tag, second, nano, record);
    }
}
