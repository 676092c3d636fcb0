package io.github.flinkwasm.examples.howto;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModulePersistence;
import io.github.flinkwasm.WasmFilter;
import org.junit.jupiter.api.Test;

/** The code of {@code docs/how-to/restore.md} says what the page says. */
final class KeepTheModuleTest {

    private static final String SHA_256 = "ab".repeat(32);

    private final WasmFilter filter = KeepTheModule.withCopies();

    @Test
    void bothKindsOfCopiesAreKept() {
        // When
        ModulePersistence persistence = filter.modulePersistence();

        // Then
        assertThat(persistence.store()).contains("s3://filters/store");
        assertThat(persistence.embedInState()).isTrue();
        assertThat(persistence.allowUpgradeOnRestore()).isFalse();
    }

    @Test
    void goingBackPinsTheOldModuleAndChangesNothingElse() {
        // When
        WasmFilter back = KeepTheModule.backToTheOldModule(filter, SHA_256);

        // Then
        assertThat(back.module().sha256()).contains(SHA_256);
        assertThat(back.modulePersistence()).isEqualTo(filter.modulePersistence());
    }

    @Test
    void goingOnAllowsTheUpgradeAndKeepsTheCopies() {
        // When
        WasmFilter on = KeepTheModule.onToTheNewModule(filter);

        // Then
        assertThat(on.modulePersistence())
                .isEqualTo(filter.modulePersistence().withAllowUpgradeOnRestore(true));
        assertThat(on.module()).isEqualTo(filter.module());
    }
}
