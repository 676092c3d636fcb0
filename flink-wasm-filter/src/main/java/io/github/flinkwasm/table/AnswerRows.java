package io.github.flinkwasm.table;

import io.github.flinkwasm.FilterFailure;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** Makes the rows of a table function: the columns that {@link CallTypes#row} declares. */
final class AnswerRows implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int ERROR_COLUMNS = 3;

    private final boolean flat;
    private final boolean errorColumns;
    private final int columns;
    private final RowData.FieldGetter[] getters;

    /**
     * @param output of the filter; the fields of a row become columns
     */
    AnswerRows(LogicalType output, boolean errorColumns) {
        this.flat = output.is(LogicalTypeRoot.ROW);
        this.errorColumns = errorColumns;
        List<LogicalType> fields = flat ? output.getChildren() : List.of();
        this.columns = flat ? fields.size() : 1;
        this.getters = new RowData.FieldGetter[fields.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = RowData.createFieldGetter(fields.get(i), i);
        }
    }

    RowData row(RowFilter.Answer answer) {
        Object value = answer.value();
        if (flat && !errorColumns && value != null) {
            return (RowData) value;
        }
        GenericRowData row = new GenericRowData(columns + (errorColumns ? ERROR_COLUMNS : 0));
        if (flat && value != null) {
            for (int i = 0; i < getters.length; i++) {
                row.setField(i, getters[i].getFieldOrNull((RowData) value));
            }
        } else if (value != null) {
            row.setField(0, value);
        }
        FilterFailure failure = answer.failure();
        if (failure != null) {
            row.setField(columns, StringData.fromString(failure.reason().name()));
            row.setField(columns + 1, StringData.fromString(failure.detail()));
            row.setField(columns + 2, answer.original());
        }
        return row;
    }
}
