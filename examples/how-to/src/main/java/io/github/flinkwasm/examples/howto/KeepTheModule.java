package io.github.flinkwasm.examples.howto;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;

/** Shown in {@code docs/how-to/restore.md}. */
final class KeepTheModule {

    private KeepTheModule() {}

    static WasmFilter withCopies() {
        return WasmFilter.builder()
                .setModule(ModuleReference.of("s3://filters/redact.wasm"))
                .setFunctionName("redact")
                .setModulePersistence(
                        ModulePersistence.DEFAULT
                                .withStore("s3://filters/store")
                                .withEmbedInState(true))
                .build();
    }

    static WasmFilter backToTheOldModule(WasmFilter filter, String sha256OfTheOldModule) {
        return filter.toBuilder()
                .setModule(ModuleReference.pinned("s3://filters/redact.wasm", sha256OfTheOldModule))
                .build();
    }

    static WasmFilter onToTheNewModule(WasmFilter filter) {
        ModulePersistence persistence = filter.modulePersistence();
        return filter.toBuilder()
                .setModulePersistence(persistence.withAllowUpgradeOnRestore(true))
                .build();
    }
}
