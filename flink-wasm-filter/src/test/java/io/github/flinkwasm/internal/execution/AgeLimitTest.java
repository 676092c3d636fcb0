package io.github.flinkwasm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgeLimitTest {
    private static final int EVENT = 1024 - AgeLimit.EVENT_OVERHEAD;

    private static AgeLimit after(int events) {
        AgeLimit age = new AgeLimit();
        for (int i = 0; i < events; i++) {
            age.survived(EVENT);
        }
        return age;
    }

    @Test
    void aLongLifeProvesAQuarterOfIt() {
        // When
        AgeLimit age = after(2 * 1024);

        // Then
        assertThat(age.isProving()).isFalse();
        assertThat(age.limit()).isEqualTo(512 << 10);
    }

    @Test
    void untilThenThereIsNoLimitAndDropsAreDoubted() {
        // When
        AgeLimit age = after(2 * 1024 - 1);

        // Then
        assertThat(age.isProving()).isTrue();
        assertThat(age.isExceededBy(1 << 30)).isFalse();
    }

    @Test
    void manyShortLivesProveAQuarterOfTheLongest() {
        // Given
        AgeLimit age = new AgeLimit();

        // When
        for (int i = 0; i < 8 * 1024; i++) {
            if (i % 100 == 0) {
                age.wasReset();
            }
            age.survived(EVENT);
        }

        // Then
        assertThat(age.isProving()).isFalse();
        assertThat(age.limit()).isEqualTo(25 << 10);
    }

    @Test
    void aGuestThatGaveInGetsAQuarterOfItsAgeThen() {
        // Given
        AgeLimit age = after(100);

        // When
        age.wasReset();
        age.gaveIn();

        // Then
        assertThat(age.isProving()).isFalse();
        assertThat(age.limit()).isEqualTo(25 << 10);
    }

    @Test
    void aGuestThatGivesInAgainGetsLess() {
        // Given
        AgeLimit age = after(100);
        age.gaveIn();
        age.wasReset();
        age.survived(EVENT);
        age.survived(EVENT);

        // When
        age.gaveIn();

        // Then
        assertThat(age.limit()).isEqualTo(512);
    }

    @Test
    void anEventThatIsLargerThanTheLimitGetsAFreshInstance() {
        // Given
        AgeLimit age = after(2 * 1024);
        age.wasReset();
        boolean whenFresh = age.isExceededBy(1 << 20);

        // When
        age.survived(EVENT);

        // Then
        assertThat(whenFresh).isFalse();
        assertThat(age.isExceededBy(1 << 20)).isTrue();
        assertThat(age.isExceededBy(EVENT)).isFalse();
    }
}
