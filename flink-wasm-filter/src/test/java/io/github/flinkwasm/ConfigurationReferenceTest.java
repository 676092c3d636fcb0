package io.github.flinkwasm;

import static io.github.flinkwasm.docs.GeneratedTable.code;
import static java.util.stream.Collectors.joining;

import io.github.flinkwasm.docs.GeneratedTable;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/configuration.md} says what the code does. */
final class ConfigurationReferenceTest {

    private static final String DOCUMENT = "reference/configuration.md";

    @Test
    void everyOptionIsDocumented() {
        // Given
        GeneratedTable table =
                new GeneratedTable(
                        "options", "Key", "Also", "Value", "Default", "Meaning", "In Java");

        // When
        for (FilterOption<?> option : FilterOptionList.ALL) {
            table.row(
                    code(shownKey(option.option())),
                    option.fallbackKeys().stream().map(GeneratedTable::code).collect(joining(", ")),
                    option.type().name(),
                    option.defaultValue()
                            .filter(value -> !value.isEmpty())
                            .map(GeneratedTable::code)
                            .orElse("none"),
                    description(option.option()),
                    code(javaName(option)));
        }

        // Then
        table.assertIsIn(DOCUMENT);
    }

    @Test
    void everyKeyThatChangesNothingIsDocumented() {
        // Given
        GeneratedTable table = new GeneratedTable("fluent-bit-keys", "Key", "What applies here");

        // When
        for (FluentBitKey key : FluentBitKey.values()) {
            String text = key.whatAppliesHere();
            table.row(
                    code(key.key()),
                    text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1));
        }

        // Then
        table.assertIsIn(DOCUMENT);
    }

    private static String shownKey(ConfigOption<?> option) {
        return option.equals(WasmFilterOptions.ENV)
                ? WasmFilterOptions.ENV_PREFIX + "<NAME>"
                : option.key();
    }

    private static String javaName(FilterOption<?> option) {
        String owner = option.owner().getCanonicalName();
        String withoutPackage = owner.substring(option.owner().getPackageName().length() + 1);
        return withoutPackage + "." + option.method();
    }

    private static String description(ConfigOption<?> option) {
        return new HtmlFormatter().format(option.description());
    }
}
