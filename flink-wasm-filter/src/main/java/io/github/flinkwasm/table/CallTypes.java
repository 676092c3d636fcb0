package io.github.flinkwasm.table;

import io.github.flinkwasm.EventFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * The types of one call: what the arguments are taken as, and what comes back. All in Flink's
 * internal form, so that nothing is converted on the way to the guest that need not be.
 *
 * @param arguments one for each argument
 * @param record of the record that goes in
 * @param output of the record that comes out
 */
record CallTypes(List<DataType> arguments, DataType record, DataType output) {

    /** What the one column of a table function is called whose output is no row. */
    static final String RECORD = "record";

    static final String ERROR_REASON = "error_reason";
    static final String ERROR_DETAIL = "error_detail";
    static final String ERROR_RECORD = "error_record";

    /**
     * @throws org.apache.flink.table.api.ValidationException if the arguments do not fit
     */
    static CallTypes of(CallContext context, Call call, SqlFilter filter) {
        List<DataType> given = context.getArgumentDataTypes();
        List<DataType> arguments = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            LogicalType type = given.get(i).getLogicalType();
            if (i == call.record()) {
                arguments.add(record(context, type, filter));
            } else if (i == call.time()) {
                arguments.add(time(context, type));
            } else {
                arguments.add(text(context, i, type, call));
            }
        }
        DataType record = arguments.get(call.record());
        DataType output = filter.output() == null ? record : declared(context, filter);
        return new CallTypes(List.copyOf(arguments), record, output);
    }

    private static DataType text(CallContext context, int position, LogicalType type, Call call) {
        if (isText(type) || type.is(LogicalTypeRoot.NULL)) {
            return DataTypes.STRING().toInternal();
        }
        throw context.newValidationError(
                "The %s of function %s is %s, but must be a STRING. %s",
                position == call.tag() ? "tag" : "literal at position " + (position + 1),
                context.getName(),
                type.asSummaryString(),
                "Arguments are (record), (tag, record) or (tag, event_time, record), after those"
                        + " that name the filter.");
    }

    private static boolean isText(LogicalType type) {
        return type.is(LogicalTypeRoot.CHAR) || type.is(LogicalTypeRoot.VARCHAR);
    }

    private static DataType time(CallContext context, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    DataTypes.of(type).toInternal();
            case NULL -> DataTypes.TIMESTAMP_LTZ(3).toInternal();
            default ->
                    throw context.newValidationError(
                            "The event_time of function %s is %s, but must be a TIMESTAMP or a"
                                    + " TIMESTAMP_LTZ. Make one of a number of milliseconds with"
                                    + " TO_TIMESTAMP_LTZ(…, 3).",
                            context.getName(), type.asSummaryString());
        };
    }

    private static DataType record(CallContext context, LogicalType type, SqlFilter filter) {
        if (isText(type) && filter.filter().eventFormat() == EventFormat.MSGPACK) {
            throw context.newValidationError(
                    "The record of function %s is %s, but its filter has the event format msgpack,"
                            + " which is no text. Pass BYTES with msgpack in them, a MAP or a ROW.",
                    context.getName(), type.asSummaryString());
        }
        if (isText(type) || type.is(LogicalTypeRoot.NULL)) {
            return DataTypes.STRING().toInternal();
        }
        if (type.is(LogicalTypeRoot.BINARY) || type.is(LogicalTypeRoot.VARBINARY)) {
            return DataTypes.BYTES().toInternal();
        }
        throw context.newValidationError(
                "The record of function %s is %s, but must be a STRING or BYTES.",
                context.getName(), type.asSummaryString());
    }

    private static DataType declared(CallContext context, SqlFilter filter) {
        return context.getDataTypeFactory().createDataType(filter.output()).toInternal();
    }

    /** What a table function gives for the output: columns, which all may be NULL. */
    DataType row(boolean errorColumns) {
        List<DataTypes.Field> columns = new ArrayList<>();
        LogicalType type = output.getLogicalType();
        if (type.is(LogicalTypeRoot.ROW)) {
            for (DataTypes.Field field : DataType.getFields(output)) {
                DataType column = field.getDataType();
                columns.add(DataTypes.FIELD(field.getName(), column.nullable()));
            }
        } else {
            columns.add(DataTypes.FIELD(RECORD, output.nullable()));
        }
        if (errorColumns) {
            columns.add(DataTypes.FIELD(ERROR_REASON, DataTypes.STRING()));
            columns.add(DataTypes.FIELD(ERROR_DETAIL, DataTypes.STRING()));
            columns.add(DataTypes.FIELD(ERROR_RECORD, record.nullable()));
        }
        return DataTypes.ROW(columns.toArray(DataTypes.Field[]::new)).bridgedTo(RowData.class);
    }

    RecordType recordType(EventFormat format) {
        return new RecordType(record.getLogicalType(), format);
    }

    RecordType outputType(EventFormat format) {
        return new RecordType(output.getLogicalType(), format);
    }
}
