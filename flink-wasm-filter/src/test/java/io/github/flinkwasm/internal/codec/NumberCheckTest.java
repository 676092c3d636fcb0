package io.github.flinkwasm.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberCheckTest {
    /** The middle between the largest double and 2^1024: the first value that rounds up. */
    private static final BigInteger FIRST_INFINITE =
            BigInteger.ONE.shiftLeft(1024).subtract(BigInteger.ONE.shiftLeft(970));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0e999999999999999999999",
                "1",
                "1e308",
                "1.7976931348623157e308",
                "1.7976931348623158e308",
                "-1.7976931348623158e308",
                "0.17976931348623158E+309",
                "1e-999999999999999999999999",
                "0.000001e314",
                "123456e-99999999999"
            })
    void finiteNumbersAreFinite(String number) {
        // When
        boolean infinite = isInfinite(number);

        // Then
        assertThat(infinite).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e309",
                "-1e309",
                "1e999",
                "1.7976931348623159e308",
                "0.0000000001E+320",
                "10.0e308",
                "1e99999999999999999999999999",
                "0.01e99999999999"
            })
    void numbersBeyondTheLargestDoubleAreInfinite(String number) {
        // When
        boolean infinite = isInfinite(number);

        // Then
        assertThat(infinite).isTrue();
    }

    @Test
    void theBoundaryIsExactToTheLastDigit() {
        // Given
        String first = FIRST_INFINITE.toString();
        String last = FIRST_INFINITE.subtract(BigInteger.ONE).toString();

        // When
        boolean[] found = {
            isInfinite(first),
            isInfinite(first + ".0"),
            isInfinite(first + "000e-3"),
            isInfinite(last),
            isInfinite(last + ".999999999999"),
            isInfinite(last + "9".repeat(500) + "e-500")
        };

        // Then
        assertThat(found).containsExactly(true, true, true, false, false, false);
    }

    @Test
    void agreesWithParseDoubleNearTheBoundary() {
        Random random = new Random(17);
        for (int round = 0; round < 2_000; round++) {
            // Given
            BigDecimal near =
                    new BigDecimal(FIRST_INFINITE)
                            .multiply(BigDecimal.valueOf(0.9 + random.nextDouble() / 5));
            String number =
                    switch (random.nextInt(4)) {
                        case 0 -> near.toBigInteger().toString();
                        case 1 -> near.toPlainString();
                        case 2 -> near.toString();
                        default ->
                                near.movePointLeft(random.nextInt(40)).toPlainString()
                                        + "e+"
                                        + random.nextInt(40);
                    };

            // When
            boolean infinite = isInfinite(number);

            // Then
            assertThat(infinite)
                    .as(number)
                    .isEqualTo(Double.isInfinite(Double.parseDouble(number)));
        }
    }

    private static boolean isInfinite(String number) {
        byte[] bytes = ("[" + number + "]").getBytes(StandardCharsets.US_ASCII);
        return NumberCheck.isInfinite(bytes, 1, bytes.length - 1);
    }
}
