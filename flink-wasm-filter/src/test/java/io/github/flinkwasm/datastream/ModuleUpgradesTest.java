package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleCommandSerializer;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.UpgradeReportSerializer;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModuleUpgradesTest {

    private static final String SHA256 = "ab".repeat(32);

    static Stream<ModuleCommand> commands() {
        ModuleCommand stage =
                ModuleCommand.stage(
                        "redact-7", ModuleReference.pinned("s3://filters/\"7\".wasm", SHA256));
        return Stream.of(
                stage,
                stage.withFunctionName("redact"),
                ModuleCommand.activate("redact-7"),
                ModuleCommand.abort("redact-7"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandComesBackFromItsJson(ModuleCommand command) {
        // When
        ModuleCommand read = ModuleUpgrades.commandFromJson(ModuleUpgrades.toJson(command));

        // Then
        assertThat(read).isEqualTo(command).hasSameHashCodeAs(command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandComesBackFromItsBytes(ModuleCommand command) throws IOException {
        // Given
        DataOutputSerializer out = new DataOutputSerializer(16);
        ModuleCommandSerializer.INSTANCE.serialize(command, out);

        // When
        ModuleCommand read =
                ModuleCommandSerializer.INSTANCE.deserialize(
                        new DataInputDeserializer(out.getCopyOfBuffer()));

        // Then
        assertThat(read).isEqualTo(command);
    }

    @Test
    void aReportComesBackFromItsBytes() throws IOException {
        // Given
        UpgradeReport report =
                new UpgradeReport(
                        UpgradeReport.State.READY, "redact-7", SHA256, 3, 4, 1L << 40, "in 5 ms");
        DataOutputSerializer out = new DataOutputSerializer(16);
        UpgradeReportSerializer.INSTANCE.serialize(report, out);

        // When
        UpgradeReport read =
                UpgradeReportSerializer.INSTANCE.deserialize(
                        new DataInputDeserializer(out.getCopyOfBuffer()));

        // Then
        assertThat(read).isEqualTo(report);
    }

    @Test
    void aReportIsOneLineOfJson() {
        // When
        String json =
                ModuleUpgrades.toJson(
                        new UpgradeReport(
                                UpgradeReport.State.REJECTED, "u", SHA256, 0, 2, 9, "it \"is\"\n"));

        // Then
        assertThat(json)
                .isEqualTo(
                        "{\"state\":\"REJECTED\",\"upgrade\":\"u\",\"sha256\":\""
                                + SHA256
                                + "\",\"subtask\":0,\"parallelism\":2,\"checkpoint\":9,"
                                + "\"detail\":\"it \\\"is\\\"\\n\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "hello | is no module command",
                "[] | it is no JSON object",
                "{\"command\":\"stop\",\"upgrade\":\"a\"} | \"stop\" is not one of",
                "{\"upgrade\":\"a\"} | it has no member \"command\"",
                "{\"command\":\"activate\"} | it has no member \"upgrade\"",
                "{\"command\":\"activate\",\"upgrade\":\"a b\"} | letters, digits, dots",
                "{\"command\":\"activate\",\"upgrade\":\"initial\"} | the module that the job was"
                        + " configured with",
                "{\"command\":\"activate\",\"upgrade\":\"a\",\"x\":\"y\"} | there is also [x]",
                "{\"command\":\"activate\",\"upgrade\":[]} | neither a string nor a whole number",
                "{\"command\":\"abort\",\"upgrade\":\"a\",\"upgrade\":\"b\"} | two members"
                        + " \"upgrade\"",
                "{\"command\":\"stage\",\"upgrade\":\"a\",\"module\":\"/m\"} | no member"
                        + " \"sha256\"",
                "{\"command\":\"stage\",\"upgrade\":\"a\",\"module\":\"/m\",\"sha256\":\"12\"} | 64"
                        + " hexadecimal",
            })
    void textThatIsNoCommandIsRefusedWithItsReason(String json, String says) {
        // When
        assertThatThrownBy(() -> ModuleUpgrades.commandFromJson(json))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(says);
    }

    @Test
    void aReportComesBackFromItsJson() {
        // Given
        UpgradeReport report =
                new UpgradeReport(
                        UpgradeReport.State.REJECTED, "u", SHA256, 3, 4, 1L << 40, "it \"is\"\n");

        // When
        UpgradeReport read = ModuleUpgrades.reportFromJson(ModuleUpgrades.toJson(report));

        // Then
        assertThat(read).isEqualTo(report);
    }

    @Test
    void aReportMayHaveMembersOfALaterVersion() {
        // Given
        String json =
                ModuleUpgrades.toJson(
                        new UpgradeReport(
                                UpgradeReport.State.READY, "u", SHA256, 0, 1, 7, "later"));

        // When
        UpgradeReport read = ModuleUpgrades.reportFromJson("{\"new\":\"x\"," + json.substring(1));

        // Then
        assertThat(read.checkpointId()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "hello | is no report of an upgrade",
                "{\"command\":\"activate\",\"upgrade\":\"a\"} | no member \"state\"",
                "{\"state\":\"DONE\"} | its state \"DONE\" is not one of [ACCEPTED,",
                "{\"state\":\"READY\",\"upgrade\":\"a\",\"sha256\":\"\",\"subtask\":-1} |"
                        + " \"subtask\" is -1, but it must be a whole number from 0 to 2147483647",
                "{\"state\":\"READY\",\"upgrade\":\"a\",\"sha256\":\"\",\"subtask\":4294967296} |"
                        + " \"subtask\" is 4294967296",
                "{\"state\":\"READY\",\"upgrade\":\"a\",\"sha256\":\"\",\"subtask\":4,\"parallelism\":4,\"checkpoint\":1,\"detail\":\"\"}"
                    + " | it has subtask 4 of 4",
            })
    void textThatIsNoReportIsRefusedWithItsReason(String json, String says) {
        // When
        assertThatThrownBy(() -> ModuleUpgrades.reportFromJson(json))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(says);
    }

    /** Lines that whoever can write to the control stream might try. */
    static Stream<String> hostileLines() {
        return Stream.of(
                "[".repeat(60_000),
                "{\"a\":".repeat(20_000),
                "{\"command\":" + "9".repeat(60_000) + "}",
                "{\"command\":\"" + "x".repeat(10_000_000) + "\"}",
                "{\"a\\nERROR root: all is well\":[]}",
                "{\"command\":\"stop\\r\\n\\u001b[2J\",\"upgrade\":\"a\"}",
                "{\"command\":\"activate\",\"upgrade\":\"a\",\"\\u2028\\u202e\\u009b2J\":\"\"}",
                "{\"command\":\"activate\",\"upgrade\":\"a\",\"" + "k".repeat(60_000) + "\":\"\"}",
                "\u001b[31m\u0085\u2029 not JSON",
                "{\"command\":\"stage\",\"upgrade\":\"\\ud800\",\"module\":\"m\",\"sha256\":\"\\u0000\"}",
                "@".repeat(60_000));
    }

    @ParameterizedTest
    @MethodSource("hostileLines")
    void aHostileLineGivesOneShortLineOfPrintableText(String line) {
        // When
        assertThatThrownBy(() -> ModuleUpgrades.commandFromJson(line))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .satisfies(
                        refused ->
                                assertThat(refused.getMessage())
                                        .hasSizeLessThan(1_000)
                                        .doesNotContainPattern(
                                                "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"command\":\"stage\",\"upgrade\":\"a\",\"module\":\"s3://key:secret@b/m\"}",
                "{\"command\":\"stage\",\"module\":\"s3:\\/\\/key:secret\\u0040b\\/m\"}",
                "{\"command\":\"stage\",\"upgrade\":\"a\",\"uri\":\"s3://key:secret@b/m\",\"module\":\"m\","
                    + "\"sha256\":\"\"}",
                "{\"command\":\"stage\",\"upgrade\":\"a\",\"s3://key:secret@b/m\":[]}",
                "{\"command\":\"s3://key:secret@b/m\",\"upgrade\":\"a\"}",
                "{\"command\":\"stage\",\"upgrade\":\"a\",\"module\":\"s3://key:secret@b/\\n"
                        + "\",\"sha256\":\"\"}",
                "s3://key:secret@b/m",
            })
    void aRefusalOfALineShowsNoPassword(String line) {
        // When
        assertThatThrownBy(() -> ModuleUpgrades.commandFromJson(line))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aModuleIsStagedOnlyByItsDigest() {
        // When
        assertThatThrownBy(() -> ModuleCommand.stage("a", ModuleReference.of("/m.wasm")))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("without a SHA-256")
                .hasMessageContaining("/m.wasm");
    }

    @Test
    void credentialsAreKeptOutOfCheckpointsAndMessages() {
        // Given
        ModuleReference secret = ModuleReference.pinned("s3://key:secret@bucket/m.wasm", SHA256);

        // When
        assertThatThrownBy(() -> ModuleCommand.stage("a", secret))

                // Then
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("user name or password")
                .hasMessageNotContaining("secret");
    }
}
