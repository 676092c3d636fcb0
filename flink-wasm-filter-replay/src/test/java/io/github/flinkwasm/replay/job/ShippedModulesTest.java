package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.WasmFilter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModulesTest {
    @TempDir private Path directory;

    @Test
    void moduleOfThisMachineIsCopiedAlsoIfItsStoreIsOfThisMachine() {
        // Given
        String shared = directory.resolve("shared").toString();
        FilterRoute route = route("/nowhere/store");

        // When
        List<FilterRoute> shipped = ShippedModules.ship(List.of(route), shared);

        // Then
        assertThat(shipped.get(0).filter().modulePersistence().store()).contains(shared);
        assertThat(directory.resolve("shared")).isNotEmptyDirectory();
    }

    @Test
    void storeThatAllMachinesReachIsLeftAsItIs() {
        // Given
        String shared = directory.resolve("shared").toString();
        FilterRoute route = route("s3://filters/store");

        // When
        List<FilterRoute> shipped = ShippedModules.ship(List.of(route), shared);

        // Then
        assertThat(shipped).containsExactly(route);
        assertThat(directory.resolve("shared")).doesNotExist();
    }

    private static FilterRoute route(String store) {
        WasmFilter filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of("classpath:guests/wat/identity.wasm"))
                        .setFunctionName("f")
                        .setEventFormat(EventFormat.JSON)
                        .build();
        return new FilterRoute(
                "f",
                filter.toBuilder()
                        .setModulePersistence(filter.modulePersistence().withStore(store))
                        .build(),
                "*",
                tag -> true);
    }
}
