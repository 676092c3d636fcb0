package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "17b, 17",
        "64k, 65536",
        "64 KB, 65536",
        "64KiB, 65536",
        "512m, 536870912",
        "128 MiB, 134217728",
        "1g, 1073741824",
        "1 GiB, 1073741824",
        "2 gibibytes, 2147483648",
    })
    void sizesCountIn1024(String text, long bytes) {
        assertThat(new SizeConverter().convert(text).getBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1ns, 1",
        "3us, 3000",
        "3 µs, 3000",
        "500ms, 500000000",
        "500 MS, 500000000",
        "10s, 10000000000",
        "2m, 120000000000",
        "1 min, 60000000000",
        "1h, 3600000000000",
        "2 days, 172800000000000",
    })
    void durationsHaveAUnit(String text, long nanos) {
        assertThat(new DurationConverter().convert(text).toNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "m", "-1m", "+1m", "1.5m", "1 m m", "1x", "0x10", "1e3", "١m"})
    void nothingElseIsASize(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("cannot be read; write a whole number and b, k, m or g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5k", "s", "-1s", "1.5s"})
    void nothingElseIsADuration(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("cannot be read; write a whole number and ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807g", "99999999999999999999"})
    void whatNoLongCanHoldIsTooLarge(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is too large");
    }
}
