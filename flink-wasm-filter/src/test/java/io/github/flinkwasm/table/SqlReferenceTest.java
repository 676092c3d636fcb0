package io.github.flinkwasm.table;

import static io.github.flinkwasm.docs.GeneratedTable.code;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.WasmFilterOptions;
import io.github.flinkwasm.datastream.RecordCodecs;
import io.github.flinkwasm.docs.GeneratedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/sql.md} says what the code does. */
final class SqlReferenceTest {

    private static final String DOCUMENT = "reference/sql.md";

    @Test
    void everyOptionOfSqlIsDocumented() {
        // Given
        GeneratedTable table =
                new GeneratedTable("sql-options", "Key", "Value", "Default", "Meaning");

        // When
        for (ConfigOption<?> option : SqlFunctionOptions.OWN) {
            table.row(
                    code(option.key()),
                    SqlFunctionOptions.valueOf(option),
                    option.hasDefaultValue() ? code(SqlFunctionOptions.defaultOf(option)) : "none",
                    new HtmlFormatter().format(option.description()));
        }

        // Then
        table.assertIsIn(DOCUMENT);
    }

    @Test
    void everyOptionOfTheFilterIsListed() {
        // Given
        List<String> keys = new ArrayList<>();
        List<ConfigOption<?>> others = new ArrayList<>(SqlFunctionOptions.OF_STATE);
        others.add(WasmFilterOptions.ON_FAILURE);

        // When
        for (ConfigOption<?> option : WasmFilterOptions.all()) {
            if (!others.contains(option)) {
                keys.add(
                        code(
                                option.equals(WasmFilterOptions.ENV)
                                        ? option.key() + ".<NAME>"
                                        : option.key()));
            }
        }

        // Then
        GeneratedTable table = new GeneratedTable("sql-filter-options", "Keys");
        table.row(String.join(", ", keys));
        table.assertIsIn(DOCUMENT);
    }

    @Test
    void defaultTagIsThatOfStreams() {
        // When
        String tag =
                SqlFunctionOptions.ofModule(
                                "f", Map.of("wasm", "/f.wasm", "function-name", "f"), "")
                        .tag();

        // Then
        assertThat(tag).isEqualTo(RecordCodecs.DEFAULT_TAG);
    }
}
