package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every vector recorded from Fluent Bit 5.1.1 gives the same result here, or is on the closed list
 * of differences in conformance/README.md. The list stands here again, case by case, with what
 * happens instead.
 */
class FluentBitConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VECTORS = "/conformance/fluent-bit-5.1.1.jsonl";

    private static final String THE_RECORD = "the record itself";

    /**
     * Module and function, to our outcome where it is not Fluent Bit's; by entry of the closed
     * list.
     */
    private static final Map<String, String> DIFFERENCES =
            Map.ofEntries(
                    // 1: Fluent Bit drops silently what is a failure here.
                    Map.entry("j_array f", "INVALID_RECORD"),
                    Map.entry("j_arrobj f", "INVALID_RECORD"),
                    Map.entry("j_bom f", "INVALID_RECORD"),
                    Map.entry("j_comment f", "INVALID_RECORD"),
                    Map.entry("j_dotnum f", "INVALID_RECORD"),
                    Map.entry("j_hexn f", "INVALID_RECORD"),
                    Map.entry("j_inf f", "INVALID_RECORD"),
                    Map.entry("j_lead0 f", "INVALID_RECORD"),
                    Map.entry("j_nan f", "INVALID_RECORD"),
                    Map.entry("j_num f", "INVALID_RECORD"),
                    Map.entry("j_squote f", "INVALID_RECORD"),
                    Map.entry("j_str f", "INVALID_RECORD"),
                    Map.entry("j_tcomma f", "INVALID_RECORD"),
                    // 2: a pointer of 0 drops, whatever lies at address 0.
                    Map.entry("null_data f", "dropped"),
                    // 3: a signature that is no filter is refused at start.
                    Map.entry("arity p5", "refused"),
                    Map.entry("arity p7", "refused"),
                    Map.entry("arity void", "refused"),
                    Map.entry("arity two", "refused"),
                    Map.entry("arity i64", "refused"),
                    // 1 again: a filter by its signature, but it returns the tag, which is no JSON.
                    Map.entry("arity tag", "INVALID_RECORD"),
                    // 4: each maximal invalid sequence of UTF-8 becomes U+FFFD.
                    Map.entry("j_badutf f", "{\"a\":\"x\ufffd\ufffd(y\"}"),
                    // 6: Fluent Bit cuts the result at the zero byte inside the second vector's
                    // record.
                    Map.entry("mp_echo f", THE_RECORD),
                    Map.entry("mp_null f", THE_RECORD),
                    // 7: Fluent Bit logs and drops.
                    Map.entry("badimport f", "TRAP"),
                    Map.entry("exit f", "EXITED"));

    static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        try (InputStream in = FluentBitConformanceTest.class.getResourceAsStream(VECTORS);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                vectors.add(
                        new Vector(
                                vectors.size() + 1,
                                node.get("module").asText() + " " + node.get("function").asText(),
                                EventFormat.valueOf(
                                        node.get("event_format")
                                                .asText()
                                                .toUpperCase(java.util.Locale.ROOT)),
                                node.get("tag").asText(),
                                node.get("record").asText(),
                                node.get("fluent_bit").asText().equals("dropped")
                                        ? "dropped"
                                        : node.get("output").asText()));
            }
        }
        return vectors;
    }

    record Vector(
            int line, String name, EventFormat format, String tag, String record, String expected) {
        String module() {
            return name.substring(0, name.indexOf(' '));
        }

        String function() {
            return name.substring(name.indexOf(' ') + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void givesWhatFluentBitGave(Vector vector) throws Exception {
        // Given
        String listed = DIFFERENCES.getOrDefault(vector.name(), vector.expected());
        String expected = listed.equals(THE_RECORD) ? vector.record() : listed;

        // When
        String outcome = run(vector);

        // Then
        if (expected.startsWith("{")) {
            assertThat(outcome).startsWith("{");
            assertThat(compareValues(JSON.readTree(outcome), JSON.readTree(expected)))
                    .as("values of %s compared with %s", outcome, expected)
                    .isZero();
        } else {
            assertThat(outcome).isEqualTo(expected);
        }
    }

    @Test
    void everyListedDifferenceIsOne() throws Exception {
        // Given
        Set<String> same = new HashSet<>();

        // When
        for (Vector vector : vectors()) {
            String listed = DIFFERENCES.get(vector.name());
            if (listed != null && listed.equals(vector.expected())) {
                same.add(vector.name());
            }
        }

        // Then
        assertThat(same).isEmpty();
        assertThat(vectors().stream().map(Vector::name)).containsAll(DIFFERENCES.keySet());
    }

    /** Fluent Bit prints doubles with 16 digits, so numbers are compared at a relative 1e-15. */
    private static int compareValues(JsonNode ours, JsonNode theirs) {
        if (ours.isNumber() && theirs.isNumber()) {
            double a = ours.asDouble();
            double b = theirs.asDouble();
            return Math.abs(a - b) <= 1e-15 * Math.abs(b) ? 0 : Double.compare(a, b);
        }
        if (ours.isObject() && theirs.isObject()) {
            List<String> ourNames = new ArrayList<>();
            List<String> theirNames = new ArrayList<>();
            ours.fieldNames().forEachRemaining(ourNames::add);
            theirs.fieldNames().forEachRemaining(theirNames::add);
            if (!ourNames.equals(theirNames)) {
                return 1;
            }
        } else if (!ours.isArray() || !theirs.isArray() || ours.size() != theirs.size()) {
            return ours.equals(theirs) ? 0 : 1;
        }
        List<JsonNode> ourValues = new ArrayList<>();
        ours.elements().forEachRemaining(ourValues::add);
        List<JsonNode> theirValues = new ArrayList<>();
        theirs.elements().forEachRemaining(theirValues::add);
        for (int i = 0; i < ourValues.size(); i++) {
            int difference = compareValues(ourValues.get(i), theirValues.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static String run(Vector vector) throws Exception {
        WasmFilter.Builder filter =
                TestFilters.filter(
                                "conformance/modules/" + vector.module() + ".wasm",
                                vector.function())
                        .setEventFormat(vector.format());
        byte[] json = vector.record().getBytes(StandardCharsets.UTF_8);
        boolean msgpack = vector.format() == EventFormat.MSGPACK;
        filter.setEscapeUnicode(!msgpack);
        try (FilterExecutor executor = TestFilters.open(filter)) {
            FilterOutcome outcome =
                    executor.execute(
                            LogEvent.of(
                                    vector.tag(),
                                    0,
                                    0,
                                    msgpack ? new MsgpackJson().toMsgpack(json) : json));
            if (msgpack && outcome instanceof FilterOutcome.Emitted emitted) {
                return new String(
                        new MsgpackJson().toJson(emitted.event().record()), StandardCharsets.UTF_8);
            }
            return TestFilters.describe(outcome);
        } catch (ModuleRejectedException refused) {
            return "refused";
        }
    }
}
