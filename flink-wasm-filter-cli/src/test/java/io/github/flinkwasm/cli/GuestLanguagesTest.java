package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guests of every toolchain get exactly the record that was sent, small or large. They return its
 * CRC-32, computed after they have made use of their own allocators.
 */
class GuestLanguagesTest {
    private static final int ONE_MEBIBYTE = 1024 * 1024;

    static Stream<Arguments> recordsArriveAsTheyWereSent() {
        List<Arguments> cases = new ArrayList<>();
        for (String guest :
                List.of(
                        "c/c_wasi",
                        "c/c_wasi_malloc",
                        "rust/rust_unknown",
                        "rust/rust_wasi",
                        "zig/zig_cc")) {
            for (String function :
                    List.of("check", "check_v2", "check_msgpack", "check_msgpack_v2")) {
                cases.add(Arguments.of(guest, function));
            }
        }
        for (String guest :
                List.of(
                        "assemblyscript/assemblyscript",
                        "assemblyscript/assemblyscript_managed",
                        "go/go",
                        "zig/zig_freestanding")) {
            cases.add(Arguments.of(guest, "check"));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource
    void recordsArriveAsTheyWereSent(String guest, String function) throws Exception {
        // Given
        boolean msgpack = function.contains("msgpack");
        StringBuilder input = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int size : new int[] {2, 60, 9_000, 70_000, ONE_MEBIBYTE, 60}) {
            String record = recordOf(size);
            input.append(record).append('\n');
            expected.append(answerTo(record, msgpack)).append('\n');
        }

        // When
        CommandRun run =
                CommandRun.of(
                        input.toString(),
                        "run",
                        "--wasm",
                        "classpath:guests/echo/" + guest + ".wasm",
                        "--function",
                        function,
                        "--event-format",
                        msgpack ? "msgpack" : "json",
                        "--tag",
                        "app.web",
                        "--time",
                        "1700000000.000000123",
                        "--timeout",
                        "2min");

        // Then
        assertThat(run.err()).contains("6 events: 6 emitted");
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo(expected.toString());
    }

    private static String recordOf(int size) {
        return size <= 2 ? "{}" : "{\"log\":\"" + "é".repeat((size - 10) / 2) + "\"}";
    }

    private static String answerTo(String record, boolean msgpack) throws Exception {
        byte[] json = record.getBytes(StandardCharsets.UTF_8);
        byte[] sent = msgpack ? new MsgpackJson().toMsgpack(json) : json;
        CRC32 crc = new CRC32();
        crc.update(sent);
        return "{\"crc\":%d,\"len\":%d,\"tag\":\"app.web\",\"sec\":1700000000,\"nsec\":123}"
                .formatted(crc.getValue(), sent.length);
    }
}
