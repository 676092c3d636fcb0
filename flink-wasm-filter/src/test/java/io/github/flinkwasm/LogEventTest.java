package io.github.flinkwasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogEventTest {

    private static final byte[] RECORD = "{\"password\":\"hunter2\"}".getBytes(UTF_8);

    @Test
    void takesOwnershipOfItsArrays() {
        // Given
        byte[] metadata = {1, 2};

        // When
        LogEvent event = LogEvent.of("app", 1, 2, RECORD).withMetadata(metadata);

        // Then
        assertThat(event.record()).isSameAs(RECORD);
        assertThat(event.metadata()).isSameAs(metadata);
    }

    @Test
    void replacesTheRecordAndNothingElse() {
        // Given
        LogEvent event = LogEvent.of("app", -5, 999_999_999, RECORD).withMetadata(new byte[] {7});

        // When
        LogEvent changed = event.withRecord("{}".getBytes(UTF_8));

        // Then
        assertThat(changed.record()).asString(UTF_8).isEqualTo("{}");
        assertThat(changed.tag()).isEqualTo("app");
        assertThat(changed.epochSecond()).isEqualTo(-5);
        assertThat(changed.nano()).isEqualTo(999_999_999);
        assertThat(changed.metadata()).containsExactly(7);
        assertThat(event.record()).isSameAs(RECORD);
    }

    @Test
    void isEqualByContent() {
        // Given
        LogEvent event = LogEvent.of("app", 1, 2, RECORD).withMetadata(new byte[] {7});

        // When
        LogEvent same = LogEvent.of("app", 1, 2, RECORD.clone()).withMetadata(new byte[] {7});

        // Then
        assertThat(same).isEqualTo(event).hasSameHashCodeAs(event);
        assertThat(event)
                .isNotEqualTo(LogEvent.of("app", 1, 2, RECORD))
                .isNotEqualTo(LogEvent.of("ap", 1, 2, RECORD).withMetadata(new byte[] {7}))
                .isNotEqualTo(LogEvent.of("app", 2, 2, RECORD).withMetadata(new byte[] {7}))
                .isNotEqualTo(LogEvent.of("app", 1, 3, RECORD).withMetadata(new byte[] {7}))
                .isNotEqualTo(event.withRecord(new byte[0]));
    }

    @Test
    void showsSizesAndNoContents() {
        // Given
        LogEvent event = LogEvent.of("app\n", 0, 5, RECORD).withMetadata("token".getBytes(UTF_8));

        // When
        String text = event.toString();

        // Then
        assertThat(text)
                .isEqualTo(
                        "event with tag \"app\\u000a\" at 1970-01-01T00:00:00.000000005Z, record of"
                                + " 22 bytes, metadata of 5 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
    void showsTimesThatNoCalendarHas(long epochSecond) {
        // When
        String text = LogEvent.of("app", epochSecond, 0, RECORD).toString();

        // Then
        assertThat(text).contains(" at " + epochSecond + " s after 1970");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_000_000})
    void refusesNanosecondsOutsideASecond(int nano) {
        // When, Then
        assertThatThrownBy(() -> LogEvent.of("app", 1, nano, RECORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are " + nano + ", but must be from 0 to 999,999,999");
    }
}
