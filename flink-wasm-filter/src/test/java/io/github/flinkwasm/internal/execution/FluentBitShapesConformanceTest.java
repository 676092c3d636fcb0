package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Modules built and behaving like Fluent Bit's own examples and test filters (guests/README.md,
 * "fluent-bit-shapes") do here what they do there, for as many records as one likes.
 */
class FluentBitShapesConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHAPES = "guests/fluent-bit-shapes/";
    private static final String RECORD = "{\"key\":\"val\",\"n\":1.5}";

    @ParameterizedTest
    @CsvSource({"drop_by_null", "drop_by_empty_text", "drop_by_white_space"})
    void everyWayToDropDrops(String function) throws Exception {
        assertThat(outcomes("c/filters.wasm", function, 3)).containsOnly("dropped");
    }

    @Test
    void numbersKeepTheirKind() throws Exception {
        // Given, When
        JsonNode emitted = JSON.readTree(outcomes("c/filters.wasm", "append_numbers", 1).get(0));

        // Then
        assertThat(emitted.get("key").asText()).isEqualTo("val");
        assertThat(emitted).anyMatch(JsonNode::isIntegralNumber);
        assertThat(emitted).anyMatch(JsonNode::isFloatingPointNumber);
    }

    @Test
    void arraysWithNullStayAsTheyAre() throws Exception {
        // Given, When
        String emitted = outcomes("c/filters.wasm", "append_array_with_null", 1).get(0);

        // Then
        assertThat(emitted)
                .contains("[1,null,\"world\",[null],{\"null\":null}]")
                .contains("\"modify\":\"yes\"");
    }

    @ParameterizedTest
    @CsvSource({"c/filters.wasm, append_tag", "c/tinygo_like.wasm, append_tag"})
    void theTagIsAppendedAndStartNeverRuns(String module, String function) throws Exception {
        for (String emitted : outcomes(module, function, 50)) {
            assertThat(JSON.readTree(emitted).get("tag").asText()).isEqualTo("t.x");
            assertThat(emitted).doesNotContain("\"started\":true");
        }
    }

    @Test
    void textWithoutEndIsOneValue() throws Exception {
        assertThat(outcomes("c/filters.wasm", "unterminated", 3)).containsOnly("{\"tag\":\"t.x\"}");
    }

    @Test
    void libcBuiltinsDoWhatCSays() throws Exception {
        assertThat(outcomes("c/env_builtins.wasm", "verify", 1))
                .containsExactly("{\"passed\":62,\"failed\":\"\"}");
    }

    @Test
    void aNeverFreedBlockForEveryRecordIsNoReasonToDropOne() throws Exception {
        // Given: Fluent Bit's default heap serves seven such records, then all others vanish
        int records = 300_000;

        // When
        List<String> outcomes = outcomes("c/env_calls.wasm", "describe", records);

        // Then
        assertThat(outcomes).hasSize(records).allMatch(text -> text.startsWith("{\"tag\":\"t.x\""));
    }

    @ParameterizedTest
    @CsvSource({
        "c/env_calls.wasm, write_past_block, TRAP",
        "c/env_calls.wasm, set_past_block, TRAP",
        "c/env_calls.wasm, exhaust, MEMORY_LIMIT",
        "c/env_calls.wasm, call_exit, EXITED",
        "c/env_calls.wasm, call_abort, EXITED",
        "c/imports.wasm, call_env, TRAP",
        "c/imports.wasm, call_bindgen, TRAP",
        "c/imports.wasm, call_metrics, TRAP",
        "c/tinygo_like.wasm, wait, TRAP",
    })
    void whatFluentBitLogsAndDropsFails(String module, String function, String reason)
            throws Exception {
        assertThat(outcomes(module, function, 2)).containsOnly(reason);
    }

    @Test
    void anUnresolvedImportThatIsNeverCalledDoesNoHarm() throws Exception {
        assertThat(outcomes("c/imports.wasm", "call_none", 2)).containsOnly(RECORD);
    }

    @ParameterizedTest
    @CsvSource({
        "initialize_plain, ''",
        "initialize_wasi, 'initialize '",
        "ctors_plain, 'ctors '",
        "ctors_wasi, ''",
        "post_instantiate_plain, 'post_instantiate '",
        "all_plain, 'post_instantiate ctors '",
        "all_wasi, 'initialize post_instantiate '",
        "all_unstable, 'initialize post_instantiate '",
        "wrong_type_wasi, ''",
    })
    void startCodeRunsInFluentBitsOrder(String module, String ran) throws Exception {
        assertThat(outcomes("c/start_" + module + ".wasm", "what_ran", 2))
                .containsOnly("{\"ran\":\"" + ran + "\"}");
    }

    @Test
    void whatAGuestPrintsComesLineByLine() throws Exception {
        // Given
        List<String> lines = new ArrayList<>();
        WasmFilter filter = TestFilters.filter(SHAPES + "c/hello.wasm", "hello_in_pieces").build();

        // When
        try (FilterExecutor executor =
                FilterExecutor.open(filter, (stream, text) -> lines.add(stream + " " + text))) {
            executor.execute(TestFilters.event(RECORD));
        }

        // Then
        assertThat(lines)
                .as("two lines, one to stderr, and at the end the half one")
                .hasSize(4)
                .anyMatch(line -> line.startsWith("STDERR "));
    }

    @Test
    void aDanglingUnterminatedResultIsRead() throws Exception {
        for (String emitted : outcomes("rust-dangling/dangling.wasm", "add_origin", 200)) {
            JsonNode node = JSON.readTree(emitted);
            assertThat(node.get("origin").asText()).isEqualTo("wasm");
            assertThat(node.get("key").asText()).isEqualTo("val");
        }
    }

    @Test
    void aMsgpackMapWithoutEndAndWithManyKeysIsRead() throws Exception {
        // Given: 20 keys, so that the map's header holds a zero byte, at which Fluent Bit cuts
        StringBuilder record = new StringBuilder("{\"k0\":0");
        for (int i = 1; i < 20; i++) {
            record.append(",\"k").append(i).append("\":").append(i);
        }
        byte[] json = record.append('}').toString().getBytes(StandardCharsets.UTF_8);
        WasmFilter.Builder filter =
                TestFilters.filter(SHAPES + "rust-dangling/dangling.wasm", "add_platform")
                        .setEventFormat(EventFormat.MSGPACK);

        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < 100; i++) {

                // When
                FilterOutcome outcome =
                        executor.execute(
                                LogEvent.of("t.x", 1, 2, new MsgpackJson().toMsgpack(json)));

                // Then
                assertThat(outcome).isInstanceOf(FilterOutcome.Emitted.class);
                JsonNode emitted =
                        JSON.readTree(
                                new MsgpackJson()
                                        .toJson(
                                                ((FilterOutcome.Emitted) outcome)
                                                        .event()
                                                        .record()));
                assertThat(emitted.size()).isEqualTo(22);
                assertThat(emitted.get("k19").asInt()).isEqualTo(19);
                assertThat(emitted.get("tag").asText()).isEqualTo("t.x");
            }
        }
    }

    private static List<String> outcomes(String module, String function, int records)
            throws Exception {
        List<String> outcomes = new ArrayList<>();
        try (FilterExecutor executor =
                TestFilters.open(TestFilters.filter(SHAPES + module, function))) {
            for (int i = 0; i < records; i++) {
                outcomes.add(TestFilters.describe(executor.execute(TestFilters.event(RECORD))));
            }
        }
        return outcomes;
    }
}
