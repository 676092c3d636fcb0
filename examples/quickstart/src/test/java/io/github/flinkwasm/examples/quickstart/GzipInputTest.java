package io.github.flinkwasm.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipInputTest {

    private static final String TEXT = textOfThreeHundredKilobytes();

    @Test
    void deliversEveryMember() throws IOException {
        // Given
        byte[] file = Gzip.join(Gzip.member("one\n"), Gzip.member(""), Gzip.member(TEXT));

        // When
        String read = readAll(file);

        // Then
        assertThat(read).isEqualTo("one\n" + TEXT);
    }

    @Test
    void readsAHeaderWithEveryField() throws IOException {
        // Given
        byte[] member = Gzip.member("text");
        byte[] header = Arrays.copyOf(member, 10);
        header[3] = 0x02 | 0x04 | 0x08 | 0x10;
        byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 0, 'c', 'd', 0, 1, 2};
        byte[] rest = Arrays.copyOfRange(member, 10, member.length);

        // When
        String read = readAll(Gzip.join(header, fields, rest));

        // Then
        assertThat(read).isEqualTo("text");
    }

    @Test
    void zeroBytesAtTheEndArePadding() throws IOException {
        // Given
        byte[] file = Gzip.join(Gzip.member("text"), new byte[1000]);

        // When
        String read = readAll(file);

        // Then
        assertThat(read).isEqualTo("text");
    }

    @Test
    void wherePositionsEndTheFileEnds() throws IOException {
        // Given
        byte[] file = Gzip.join(Gzip.member(TEXT), Gzip.member("more"));
        GzipInput input = new GzipInput(new ByteArrayInputStream(file));

        // When
        input.readAllBytes();

        // Then
        assertThat(input.position()).isEqualTo(file.length);
    }

    @Test
    void aFileThatIsCutAnywhereGivesWhatPrecedesTheCut() {
        // Given
        byte[] member = Gzip.member(TEXT);

        for (int length = 1; length < member.length; length += 1 + length / 3) {
            // When
            Reading reading = read(Arrays.copyOf(member, length));

            // Then
            assertThat(reading.damage()).as("cut at %d", length).isNotNull();
            assertThat(reading.damage().offset()).as("cut at %d", length).isEqualTo(length);
            assertThat(reading.damage()).hasMessageContaining("ends in the middle");
            assertThat(TEXT).as("cut at %d", length).startsWith(reading.text());
        }
    }

    @Test
    void whatPrecedesALateCutIsNearlyEverything() {
        // Given
        byte[] member = Gzip.member(TEXT);

        // When
        Reading reading = read(Arrays.copyOf(member, member.length - 8));

        // Then
        assertThat(reading.text()).isEqualTo(TEXT);
    }

    @Test
    void garbageBehindAMemberIsDamageAndNotTheEnd() {
        // Given
        byte[] member = Gzip.member("text");

        // When
        Reading reading = read(Gzip.join(member, "no gzip".getBytes(UTF_8)));

        // Then
        assertThat(reading.text()).isEqualTo("text");
        assertThat(reading.damage()).hasMessageContaining("no gzip data");
        assertThat(reading.damage().offset()).isEqualTo(member.length);
    }

    @Test
    void garbageBehindPaddingIsDamage() {
        // Given
        byte[] file = Gzip.join(Gzip.member("text"), new byte[] {0, 0, 7});

        // When
        Reading reading = read(file);

        // Then
        assertThat(reading.damage()).hasMessageContaining("no gzip data");
    }

    @Test
    void aWrongChecksumIsDamage() {
        // Given
        byte[] member = Gzip.member("text");
        member[member.length - 8] ^= 1;

        // When
        Reading reading = read(member);

        // Then
        assertThat(reading.text()).isEqualTo("text");
        assertThat(reading.damage()).hasMessageContaining("checksum");
    }

    @Test
    void changedBytesAreDamageOrChangedText() {
        // Given
        byte[] member = Gzip.member(TEXT);
        Random random = new Random(1);

        for (int round = 0; round < 200; round++) {
            byte[] changed = member.clone();
            changed[10 + random.nextInt(member.length - 10)] ^= (byte) (1 << random.nextInt(8));

            // When
            Reading reading = read(changed);

            // Then
            assertThat(reading.damage()).as("round %d", round).isNotNull();
        }
    }

    @Test
    void aReadOfNothingReadsNothing() throws IOException {
        // Given
        GzipInput input = new GzipInput(new ByteArrayInputStream(Gzip.member("text")));

        // When
        int count = input.read(new byte[0], 0, 0);

        // Then
        assertThat(count).isZero();
    }

    @Test
    void aFileThatCannotBeReadIsNoDamagedFile() throws IOException {
        // Given
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        GzipInput input = new GzipInput(closed);

        // When, then
        assertThatThrownBy(input::readAllBytes)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(DamagedFileException.class);
    }

    private record Reading(String text, DamagedFileException damage) {}

    private static Reading read(byte[] file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DamagedFileException damage =
                catchThrowableOfType(
                        DamagedFileException.class,
                        () -> new GzipInput(new ByteArrayInputStream(file)).transferTo(bytes));
        return new Reading(bytes.toString(UTF_8), damage);
    }

    private static String readAll(byte[] file) throws IOException {
        return new String(new GzipInput(new ByteArrayInputStream(file)).readAllBytes(), UTF_8);
    }

    private static String textOfThreeHundredKilobytes() {
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        while (text.length() < 300_000) {
            text.append(Long.toString(random.nextLong(), 36)).append('\n');
        }
        return text.toString();
    }
}
