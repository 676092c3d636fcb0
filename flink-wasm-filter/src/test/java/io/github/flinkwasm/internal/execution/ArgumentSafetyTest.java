package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The guests that went wrong with other ways to hand over arguments (docs/rationale.md): all right
 * here.
 */
class ArgumentSafetyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource(ResetPolicy.class)
    void aCollectorInTheGuestNeverReclaimsTagOrRecord(ResetPolicy policy) throws Exception {
        // Given: a conservative collector that walks a chain of stack objects, as TinyGo's did
        WasmFilter.Builder filter =
                TestFilters.filter("guests/gc-chain/gc_chain.wasm", "tag_and_length")
                        .setResetPolicy(policy);

        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < 3_000; i++) {
                String record = object(i % 500 == 499 ? 200_000 : 100 + i % 700, i);

                // When
                FilterOutcome outcome = executor.execute(TestFilters.event(record));

                // Then
                assertThat(TestFilters.describe(outcome))
                        .isEqualTo(
                                record.substring(0, record.length() - 1)
                                        + ",\"tag\":\"t.x\",\"length\":"
                                        + record.length()
                                        + "}");
            }
        }
    }

    @Test
    void aCollectorInTheGuestNeverReclaimsARecordOfOneMebibyte() throws Exception {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/gc-chain/gc_chain.wasm", "tag_and_length")
                        .setLimits(FilterLimits.DEFAULT.withCallTimeout(Duration.ofMinutes(2)));
        String record = object(1 << 20, 7);
        String expected =
                record.substring(0, record.length() - 1) + ",\"tag\":\"t.x\",\"length\":1048576}";

        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < 3; i++) {

                // When
                FilterOutcome outcome = executor.execute(TestFilters.event(record));

                // Then
                assertThat(cutShort(TestFilters.describe(outcome))).isEqualTo(cutShort(expected));
                assertThat(TestFilters.describe(outcome).hashCode()).isEqualTo(expected.hashCode());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "data_first, 2", "data_first, 409", "data_first, 2983", "data_first, 9000",
                "data_first, 1048576",
        "stack_first, 2", "stack_first, 409", "stack_first, 2983", "stack_first, 63000",
                "stack_first, 1048576",
    })
    void aGuestThatUsesItsWholeStackKeepsItsDataAndItsArguments(String layout, int size)
            throws Exception {
        // Given
        String module = "guests/stack-layouts/" + layout + ".wasm";
        byte[] record = object(size, 1).getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(record);

        for (ResetPolicy policy : ResetPolicy.values()) {
            try (FilterExecutor executor =
                    TestFilters.open(TestFilters.filter(module, "report").setResetPolicy(policy))) {
                for (int i = 0; i < 5; i++) {

                    // When
                    FilterOutcome outcome = executor.execute(TestFilters.event(record));

                    // Then
                    JsonNode report = JSON.readTree(TestFilters.describe(outcome));
                    assertThat(report.get("len").asInt()).isEqualTo(record.length);
                    assertThat(report.get("crc").asLong()).isEqualTo(crc.getValue());
                    assertThat(report.get("crc_after").asLong()).isEqualTo(crc.getValue());
                    assertThat(report.get("tag_crc")).isEqualTo(report.get("tag_crc_after"));
                    assertThat(report.get("damaged_stack_bytes").asInt()).isZero();
                    assertThat(report.get("damaged_data_words").asInt()).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"leak_grow", "leak_libc"})
    void aLeakingGuestStaysRightAndSmallUnderAuto(String leak) throws Exception {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/leaking-c/" + leak + ".wasm", "add_length")
                        .setLimits(FilterLimits.DEFAULT.withMemory(MemorySize.ofMebiBytes(8)));
        String record = object(400, 3);
        String expected = record.substring(0, record.length() - 1) + ",\"length\":400}";
        long mostBytes = 0;

        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < 60_000; i++) {

                // When
                FilterOutcome outcome = executor.execute(TestFilters.event(record));

                // Then
                assertThat(TestFilters.describe(outcome)).isEqualTo(expected);
                mostBytes = Math.max(mostBytes, executor.instance().memoryBytes());
            }
            assertThat(executor.instance().resets()).isPositive();
        }
        assertThat(mostBytes).isLessThanOrEqualTo(8L << 20);
    }

    private static String cutShort(String text) {
        return text.length() < 100
                ? text
                : text.substring(0, 50) + text.substring(text.length() - 50);
    }

    /** A JSON object of exactly that many bytes, different for every number. */
    private static String object(int size, int number) {
        if (size < 20) {
            return "{" + " ".repeat(size - 2) + "}";
        }
        StringBuilder text = new StringBuilder("{\"n\":" + number + ",\"text\":\"");
        while (text.length() < size - 2) {
            text.append((char) ('a' + (text.length() * 7 + number) % 26));
        }
        return text.append("\"}").toString();
    }
}
