package io.github.flinkwasm.examples.howto;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;

/** Shown in {@code docs/how-to/s3.md}. */
final class ModuleOnS3 {

    private ModuleOnS3() {}

    static WasmFilter readByTheClient() {
        return WasmFilter.builder()
                .setModule(ModuleReference.of("s3://filters/redact.wasm"))
                .setFunctionName("redact")
                .setModulePersistence(ModulePersistence.DEFAULT.withStore("s3://filters/store"))
                .build();
    }

    static WasmFilter pinnedByHand(String sha256) {
        return WasmFilter.builder()
                .setModule(ModuleReference.pinned("s3://filters/redact.wasm", sha256))
                .setFunctionName("redact")
                .setModulePersistence(ModulePersistence.DEFAULT.withStore("s3://filters/store"))
                .build();
    }
}
