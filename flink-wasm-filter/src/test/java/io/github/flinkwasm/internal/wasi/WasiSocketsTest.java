package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.HostFunction;
import org.junit.jupiter.api.Test;

class WasiSocketsTest {
    private final WasiGuest guest = new WasiGuest(WasiOptions.NONE);

    @Test
    void thereIsNoNetwork() {
        // When, Then: everything that takes a descriptor says that it is no socket, or that there
        // is none
        for (HostFunction function : guest.wasi.functions()) {
            if (!function.name().startsWith("sock_")) {
                continue;
            }
            long[] arguments = new long[function.signature().params().size()];
            arguments[0] = 1;
            boolean makesOne =
                    function.name().equals("sock_open")
                            || function.name().equals("sock_addr_resolve");
            assertThat(function.body().call(guest.call, arguments))
                    .as(function.name())
                    .isEqualTo((makesOne ? Errno.NOTSUP : Errno.NOTSOCK).number());
        }
    }

    @Test
    void closedDescriptorsAreBad() {
        // When, Then
        assertThat(guest.call("sock_shutdown", 77, 0)).isEqualTo(Errno.BADF.number());
        assertThat(guest.call("sock_recv", 77, 0, 0, 0, 0, 0)).isEqualTo(Errno.BADF.number());
    }

    @Test
    void offersTheExtensionsOfFluentBitsRuntime() {
        // When, Then
        assertThat(guest.wasi.functions())
                .filteredOn(f -> f.module().equals("wasi_snapshot_preview1"))
                .filteredOn(f -> f.name().startsWith("sock_"))
                .hasSize(52);
    }
}
