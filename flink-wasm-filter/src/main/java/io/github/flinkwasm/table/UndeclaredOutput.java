package io.github.flinkwasm.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.MultisetType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.StructuredType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * The type of what comes back where no option says it. An object of a class comes back as a row
 * with the same fields, which need no class. {@code MAP['tags', ARRAY['a', 'bb']]} has the lengths
 * of these literals in its type and no NULLs, and neither is meant for what the filter puts into
 * it. A column of a table has the types that somebody gave it, but nothing tells the two apart.
 */
final class UndeclaredOutput {

    private UndeclaredOutput() {}

    static DataType of(DataType record) {
        LogicalType type = record.getLogicalType();
        if (type instanceof StructuredType structured) {
            List<RowType.RowField> fields = new ArrayList<>();
            for (StructuredType.StructuredAttribute attribute : structured.getAttributes()) {
                fields.add(new RowType.RowField(attribute.getName(), attribute.getType()));
            }
            return DataTypes.of(new RowType(fields)).toInternal();
        }
        return type instanceof MapType ? DataTypes.of(anyLength(type)).toInternal() : record;
    }

    /** Text and bytes of any length, and parts that may be NULL, at every depth. */
    private static LogicalType anyLength(LogicalType type) {
        boolean nullable = type.isNullable();
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR -> new VarCharType(nullable, VarCharType.MAX_LENGTH);
            case BINARY, VARBINARY -> new VarBinaryType(nullable, VarBinaryType.MAX_LENGTH);
            case ARRAY -> new ArrayType(nullable, part(((ArrayType) type).getElementType()));
            // Keys cannot be NULL in a record, whatever their type says.
            case MAP ->
                    new MapType(
                            nullable,
                            anyLength(((MapType) type).getKeyType()),
                            part(((MapType) type).getValueType()));
            case MULTISET ->
                    new MultisetType(nullable, anyLength(((MultisetType) type).getElementType()));
            case ROW -> new RowType(nullable, fields((RowType) type));
            default -> type;
        };
    }

    private static List<RowType.RowField> fields(RowType row) {
        return row.getFields().stream()
                .map(
                        field ->
                                new RowType.RowField(
                                        field.getName(),
                                        part(field.getType()),
                                        field.getDescription().orElse(null)))
                .toList();
    }

    private static LogicalType part(LogicalType type) {
        return anyLength(type).copy(true);
    }
}
