package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of guest of guests/echo sees exactly the tag, time and record it was given, for
 * records from 2 bytes to 1 MiB. The guests copy the record into memory of their own allocator
 * before they compute, so a host that puts arguments where an allocator or a collector may reach
 * gets a wrong checksum.
 */
class GuestKindsConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TAG = "kube.var.log.caf\u00e9";
    private static final int[] SIZES = {
        2, 3, 15, 16, 17, 100, 409, 1_000, 4_096, 8_191, 9_000, 65_000, 65_536, 70_000, 300_000,
        1 << 20
    };

    static List<Arguments> guests() {
        List<Arguments> cases = new ArrayList<>();
        for (String module :
                List.of(
                        "assemblyscript/assemblyscript",
                        "assemblyscript/assemblyscript_global",
                        "assemblyscript/assemblyscript_managed",
                        "go/go",
                        "go/go_malloc",
                        "zig/zig_freestanding",
                        "zig/zig_cc")) {
            cases.add(Arguments.of(module, "", ResetPolicy.AUTO));
        }
        cases.add(Arguments.of("go/go", "_with_state", ResetPolicy.NEVER));
        for (String module :
                List.of(
                        "c/c_wasi",
                        "c/c_wasi_malloc",
                        "rust/rust_unknown",
                        "rust/rust_wasi",
                        "rust/rust_wasi_malloc")) {
            for (String variant : List.of("", "_v2", "_msgpack", "_msgpack_v2")) {
                cases.add(Arguments.of(module, variant, ResetPolicy.AUTO));
            }
            cases.add(Arguments.of(module, "", ResetPolicy.EVERY_EVENT));
            cases.add(Arguments.of(module, "", ResetPolicy.NEVER));
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("guests")
    void seesExactlyWhatItWasGiven(String module, String variant, ResetPolicy policy)
            throws Exception {
        // Given
        boolean msgpack = variant.contains("msgpack");
        boolean hasCheck = !variant.equals("_with_state");
        List<byte[]> records = new ArrayList<>();
        for (int size : SIZES) {
            byte[] json = record(size);
            records.add(msgpack ? new MsgpackJson().toMsgpack(json) : json);
        }

        // When
        List<JsonNode> checks = List.of();
        List<JsonNode> echoes;
        try (FilterExecutor echo = open(module, "echo" + variant, policy)) {
            if (hasCheck) {
                try (FilterExecutor check = open(module, "check" + variant, policy)) {
                    checks = run(check, records);
                }
            }
            echoes = run(echo, records);
        }

        // Then
        for (int i = 0; i < records.size(); i++) {
            byte[] record = records.get(i);
            JsonNode sent = JSON.readTree(record(SIZES[i]));
            if (hasCheck) {
                assertSees(checks.get(i), record);
            }
            assertSees(echoes.get(i), record);
            assertThat(echoes.get(i).get("record").equals(sent))
                    .as("the echoed record of %d bytes is the one sent", SIZES[i])
                    .isTrue();
        }
    }

    private static void assertSees(JsonNode seen, byte[] record) {
        CRC32 crc = new CRC32();
        crc.update(record);
        assertThat(seen.get("len").asLong()).isEqualTo(record.length);
        assertThat(seen.get("crc").asLong())
                .as("checksum of the record of %d bytes", record.length)
                .isEqualTo(crc.getValue());
        assertThat(seen.get("tag").asText()).isEqualTo(TAG);
        assertThat(seen.get("sec").asLong()).isEqualTo(4_000_000_000L);
        assertThat(seen.get("nsec").asLong()).isEqualTo(999_999_999L);
    }

    private static FilterExecutor open(String module, String function, ResetPolicy policy)
            throws InterruptedException {
        return TestFilters.open(
                TestFilters.filter("guests/echo/" + module + ".wasm", function)
                        .setEventFormat(
                                function.contains("msgpack")
                                        ? EventFormat.MSGPACK
                                        : EventFormat.JSON)
                        .setLimits(FilterLimits.DEFAULT.withCallTimeout(Duration.ofMinutes(1)))
                        .setResetPolicy(policy));
    }

    private static List<JsonNode> run(FilterExecutor executor, List<byte[]> records)
            throws Exception {
        boolean msgpack = executor.filter().eventFormat() == EventFormat.MSGPACK;
        List<JsonNode> seen = new ArrayList<>();
        for (byte[] record : records) {
            FilterOutcome outcome =
                    executor.execute(LogEvent.of(TAG, 4_000_000_000L, 999_999_999, record));
            assertThat(outcome)
                    .as("%s with a record of %d bytes", executor.filter(), record.length)
                    .isInstanceOf(FilterOutcome.Emitted.class);
            byte[] emitted = ((FilterOutcome.Emitted) outcome).event().record();
            seen.add(JSON.readTree(msgpack ? new MsgpackJson().toJson(emitted) : emitted));
        }
        return seen;
    }

    /** A JSON object of exactly that many bytes. */
    private static byte[] record(int size) {
        if (size < 12) {
            return ("{" + " ".repeat(size - 2) + "}").getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder("{\"text\":\"");
        for (int i = 0; text.length() < size - 2; i++) {
            text.append((char) ('a' + (i * 7 + i / 26) % 26));
        }
        return text.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
