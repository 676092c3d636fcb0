package io.github.flinkwasm.replay.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.FilterFailure;
import io.github.flinkwasm.LogEvent;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.MsgpackJson;
import io.github.flinkwasm.internal.execution.FilterOutcome;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeComparisonTest {
    private final OutcomeComparison comparison =
            new OutcomeComparison(EventFormat.JSON, EventFormat.JSON);

    @ParameterizedTest
    @CsvSource({
        "emitted, emitted, UNCHANGED",
        "emitted, dropped, NEWLY_DROPPED",
        "emitted, TRAP, NEWLY_FAILED",
        "dropped, emitted, NEWLY_KEPT",
        "dropped, dropped, UNCHANGED",
        "dropped, TRAP, NEWLY_FAILED",
        "TRAP, emitted, NO_LONGER_FAILED",
        "TRAP, dropped, NO_LONGER_FAILED",
        "TRAP, TRAP, UNCHANGED",
        "TRAP, TIMEOUT, FAILED_DIFFERENTLY"
    })
    void eachPairOfOutcomesHasItsDifference(
            String baseline, String candidate, Difference expected) {
        // Given
        FilterOutcome before = outcome(baseline);
        FilterOutcome after = outcome(candidate);

        // When
        OutcomeDiff diff = comparison.compare(before, after);

        // Then
        assertThat(diff.difference()).isEqualTo(expected);
        assertThat(diff.fields()).isEmpty();
        assertThat(diff.baseline()).isSameAs(before);
        assertThat(diff.candidate()).isSameAs(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2}     | {\"b\":2,\"a\":1}",
                "{\"a\":1}             | {\"a\":1.0}",
                "{\"a\":100}           | {\"a\":1e2}",
                "{\"a\":1e300}         | {\"a\":10e299}",
                "{\"a\":\"é\"}         | {\"a\":\"\\u00e9\"}",
                "{\"a\":[1,{\"b\":2}]} | { \"a\" : [ 1 , { \"b\" : 2 } ] }"
            })
    void whatMeansTheSameIsUnchangedAndSaidToBeWrittenDifferently(String before, String after) {
        // Given, When
        OutcomeDiff diff = compare(before, after);

        // Then
        assertThat(diff.difference()).isEqualTo(Difference.UNCHANGED);
        assertThat(diff.isWrittenDifferently()).isTrue();
    }

    @Test
    void theSameBytesAreNotWrittenDifferently() {
        // Given, When
        OutcomeDiff diff = compare("{\"a\":1}", "{\"a\":1}");

        // Then
        assertThat(diff.difference()).isEqualTo(Difference.UNCHANGED);
        assertThat(diff.isWrittenDifferently()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}            | {\"a\":2}              | a            | CHANGED | 1       "
                        + " | 2",
                "{\"a\":1}            | {\"a\":\"1\"}          | a            | CHANGED | 1       "
                        + " | \"1\"",
                "{\"a\":null}         | {\"a\":false}          | a            | CHANGED | null    "
                        + " | false",
                "{\"a\":1,\"b\":2}    | {\"a\":1}              | b            | REMOVED | 2       "
                        + " | ''",
                "{\"a\":1}            | {\"a\":1,\"b\":[{}]}   | b            | ADDED   | ''      "
                        + " | [{}]",
                "{\"a\":{\"b\":1}}    | {\"a\":{\"b\":2}}      | a.b          | CHANGED | 1       "
                        + " | 2",
                "{\"a\":[1,2]}        | {\"a\":[1,3]}          | a[*]         | CHANGED | 2       "
                        + " | 3",
                "{\"a\":[1,2]}        | {\"a\":[1]}            | a[*]         | REMOVED | 2       "
                        + " | ''",
                "{\"a\":[{\"b\":1}]}  | {\"a\":[{\"b\":2}]}    | a[*].b       | CHANGED | 1       "
                        + " | 2",
                "{\"a\":{}}           | {\"a\":[]}             | a            | CHANGED | {}      "
                        + " | []",
                "{\"a\":1,\"a\":2}    | {\"a\":1}              | a            | REMOVED | 2       "
                        + " | ''",
                "{\"x y\":1}          | {\"x y\":2}            | \"x y\"      | CHANGED | 1       "
                        + " | 2",
                "{\"a\":{\"17\":1}}   | {\"a\":{\"17\":2}}     | a.*          | CHANGED | 1       "
                        + " | 2",
                "{\"9f2c41d0\":1}     | {\"9f2c41d0\":2}       | *            | CHANGED | 1       "
                        + " | 2",
                "{\"a\":1e300}        | {\"a\":1e301}          | a            | CHANGED | 1e300   "
                        + " | 1e301",
                "{\"a\":9007199254740993} | {\"a\":9007199254740992} | a | CHANGED |"
                        + " 9007199254740993 | 9007199254740992"
            })
    void aChangedFieldIsNamedWithBothValues(
            String before,
            String after,
            String path,
            FieldChange.Kind kind,
            String was,
            String is) {
        // Given, When
        OutcomeDiff diff = compare(before, after);

        // Then
        assertThat(diff.difference()).isEqualTo(Difference.CHANGED);
        assertThat(diff.fields()).containsExactly(new FieldChange(path, kind, was, is));
    }

    @Test
    void recordsOfBothFormatsAreComparedByTheirValues() throws MalformedRecordException {
        // Given
        OutcomeComparison mixed = new OutcomeComparison(EventFormat.JSON, EventFormat.MSGPACK);
        byte[] json = utf8("{\"a\":[1,2.5,null],\"b\":\"x\"}");
        byte[] msgpack = new MsgpackJson().toMsgpack(utf8("{\"b\":\"x\",\"a\":[1,2.5,true]}"));

        // When
        OutcomeDiff same = mixed.compare(emitted(json), emitted(new MsgpackJson().toMsgpack(json)));
        OutcomeDiff changed = mixed.compare(emitted(json), emitted(msgpack));

        // Then
        assertThat(same.difference()).isEqualTo(Difference.UNCHANGED);
        assertThat(changed.fields())
                .containsExactly(new FieldChange("a[*]", FieldChange.Kind.CHANGED, "null", "true"));
    }

    @Test
    void aRecordThatCannotBeReadIsAChangeOfTheWhole() {
        // Given, When
        OutcomeDiff diff = compare("{\"a\":", "{\"a\":1}");

        // Then
        assertThat(diff.difference()).isEqualTo(Difference.CHANGED);
        assertThat(diff.fields())
                .singleElement()
                .satisfies(change -> assertThat(change.path()).isEqualTo("(record)"));
    }

    @Test
    void hostileRecordsGiveFewAndShortChanges() {
        // Given
        String many =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "\"key" + "x".repeat(i % 300) + "k" + i + "\":" + i)
                        .collect(Collectors.joining(",", "{", "}"));
        String deep =
                "{\"a\":"
                        + "[".repeat(500)
                        + "\""
                        + "y".repeat(9_000)
                        + "\""
                        + "]".repeat(500)
                        + "}";

        // When
        OutcomeDiff removed = compare(many, "{}");
        OutcomeDiff changed = compare(deep, deep.replace('y', 'z'));

        // Then
        assertThat(removed.fields()).hasSize(OutcomeComparison.MAX_FIELDS);
        assertThat(removed.fields())
                .allSatisfy(change -> assertThat(change.path().length()).isLessThan(210));
        assertThat(changed.fields())
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.path().length()).isLessThan(210);
                            assertThat(change.before().length()).isLessThan(210);
                        });
    }

    private OutcomeDiff compare(String before, String after) {
        return comparison.compare(emitted(utf8(before)), emitted(utf8(after)));
    }

    private static FilterOutcome outcome(String name) {
        return switch (name) {
            case "emitted" -> emitted(utf8("{\"a\":1}"));
            case "dropped" -> new FilterOutcome.Dropped();
            default ->
                    new FilterOutcome.Failed(
                            new FilterFailure(
                                    LogEvent.of("t", 0, 0, utf8("{}")),
                                    "0".repeat(64),
                                    "f",
                                    FailureReason.valueOf(name),
                                    "detail"));
        };
    }

    private static FilterOutcome emitted(byte[] record) {
        return new FilterOutcome.Emitted(LogEvent.of("t", 0, 0, record));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
