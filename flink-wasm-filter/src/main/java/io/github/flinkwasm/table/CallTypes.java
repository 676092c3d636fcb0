package io.github.flinkwasm.table;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.internal.runtime.GuestText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/**
 * The types of one call. All in Flink's internal form, so that nothing is converted on the way to
 * the guest that need not be.
 *
 * @param record of the record that goes in
 * @param output of the record that comes out
 */
record CallTypes(DataType record, DataType output) {

    /** What the one column of a table function is called whose output is no row. */
    static final String RECORD = "record";

    static final String ERROR_REASON = "error_reason";
    static final String ERROR_DETAIL = "error_detail";
    static final String ERROR_RECORD = "error_record";

    /** What Flink calls the fields of {@code ROW(a, b)}. */
    private static final Pattern LOST_NAME = Pattern.compile("EXPR\\$\\d+");

    /**
     * What the arguments are taken as. Nothing depends on the filter's options here: the planner
     * asks before it has found types for untyped NULLs, and would hide what is said about options
     * behind a complaint about these.
     *
     * @throws ValidationException if an argument has none of its types
     */
    static List<DataType> arguments(CallContext context, Call call) {
        List<DataType> given = context.getArgumentDataTypes();
        List<DataType> arguments = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            LogicalType type = given.get(i).getLogicalType();
            if (i == call.record()) {
                arguments.add(record(context, type));
            } else if (i == call.time()) {
                arguments.add(time(context, type));
            } else {
                arguments.add(text(context, i, type, call));
            }
        }
        return arguments;
    }

    /**
     * @throws ValidationException as {@link #arguments}, or if the filter's output is no type of
     *     records, or one of the two has no form in records of its format
     */
    static CallTypes of(CallContext context, Call call, SqlFilter filter) {
        DataType record = arguments(context, call).get(call.record());
        LogicalType type = record.getLogicalType();
        EventFormat format = filter.filter().eventFormat();
        if (isText(type) && format == EventFormat.MSGPACK) {
            throw context.newValidationError(
                    "The record of function %s is a STRING, but its filter has the event-format"
                            + " msgpack, which is no text. Pass BYTES with msgpack in them, a MAP"
                            + " or a ROW.",
                    context.getName());
        }
        if (!isText(type) && !type.is(LogicalTypeRoot.VARBINARY)) {
            requireSupported(context, "The record", type, format);
        }
        DataType output =
                filter.output() == null
                        ? UndeclaredOutput.of(record)
                        : declared(context, filter, filter.output());
        if (filter.hasErrorColumns()) {
            requireOtherNames(context, output.getLogicalType());
        }
        return new CallTypes(record, output);
    }

    private static DataType text(CallContext context, int position, LogicalType type, Call call) {
        if (isText(type) || type.is(LogicalTypeRoot.NULL)) {
            return DataTypes.STRING().toInternal();
        }
        throw context.newValidationError(
                "%s of function %s is %s, but must be a STRING. The arguments are %s(record),"
                        + " (tag, record) or (tag, event_time, record).",
                position == call.tag() ? "The tag" : "Argument " + (position + 1),
                context.getName(),
                type.asSummaryString(),
                call.isNaming() ? "wasm and function_name, and after them " : "");
    }

    private static boolean isText(LogicalType type) {
        return type.is(LogicalTypeRoot.CHAR) || type.is(LogicalTypeRoot.VARCHAR);
    }

    private static DataType time(CallContext context, LogicalType type) {
        return switch (type.getTypeRoot()) {
            // PROCTIME() is not null where its type is asked for, but is where the code is made.
            case TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                    DataTypes.of(type).nullable().toInternal();
            case NULL -> DataTypes.TIMESTAMP_LTZ(3).toInternal();
            default ->
                    throw context.newValidationError(
                            "The event_time of function %s is %s, but must be a TIMESTAMP or a"
                                    + " TIMESTAMP_LTZ. Make one of a number of milliseconds with"
                                    + " TO_TIMESTAMP_LTZ(…, 3).",
                            context.getName(), type.asSummaryString());
        };
    }

    private static DataType record(CallContext context, LogicalType type) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR, NULL -> DataTypes.STRING().toInternal();
            case BINARY, VARBINARY -> DataTypes.BYTES().toInternal();
            case ROW, STRUCTURED_TYPE, MAP -> {
                requireNames(context, type);
                yield DataTypes.of(type).toInternal();
            }
            default ->
                    throw context.newValidationError(
                            "The record of function %s is %s, but must be a STRING of JSON, BYTES,"
                                    + " a MAP or a ROW.",
                            context.getName(), type.asSummaryString());
        };
    }

    /** The guest would see names that nobody gave, at whatever depth. */
    private static void requireNames(CallContext context, LogicalType type) {
        if (type instanceof RowType row
                && !row.getFieldNames().isEmpty()
                && row.getFieldNames().stream()
                        .allMatch(name -> LOST_NAME.matcher(name).matches())) {
            throw context.newValidationError(
                    "The record of function %s has a ROW whose fields are called %s, since ROW(…)"
                            + " gives them no names, and the filter would see these. Name them, in"
                            + " a view or a subquery: CAST(ROW(host, status) AS ROW<host STRING,"
                            + " status INT>).",
                    context.getName(), String.join(", ", row.getFieldNames()));
        }
        type.getChildren().forEach(part -> requireNames(context, part));
    }

    private static void requireOtherNames(CallContext context, LogicalType output) {
        if (output instanceof RowType row) {
            for (String name : List.of(ERROR_REASON, ERROR_DETAIL, ERROR_RECORD)) {
                if (row.getFieldIndex(name) >= 0) {
                    throw context.newValidationError(
                            "The output of function %s has a field \"%s\", but with on-failure"
                                    + " error-column that is the name of a column which says why"
                                    + " an event failed. Give the field another name, or choose"
                                    + " another on-failure.",
                            context.getName(), name);
                }
            }
        }
    }

    private static void requireSupported(
            CallContext context, String what, LogicalType type, EventFormat format) {
        new RecordType(type, format)
                .problem()
                .ifPresent(
                        problem -> {
                            throw context.newValidationError(
                                    "%s of function %s has a type without a form in a record: %s."
                                            + " CAST it to another type, or leave it out.",
                                    what, context.getName(), problem);
                        });
    }

    private static DataType declared(CallContext context, SqlFilter filter, String declared) {
        DataType output;
        try {
            output = context.getDataTypeFactory().createDataType(declared);
        } catch (ValidationException | TableException unreadable) {
            // The latter for the name of a type that Flink does not know.
            throw context.newValidationError(
                    "The option \"output\" of function %s is %s, but must be a type of SQL, such"
                            + " as ROW<host STRING, status INT>: %s",
                    context.getName(), GuestText.quoted(declared), unreadable.getMessage());
        }
        LogicalType type = output.getLogicalType();
        boolean text = type.copy(true).equals(DataTypes.STRING().getLogicalType());
        boolean bytes = type.copy(true).equals(DataTypes.BYTES().getLogicalType());
        if (text && filter.filter().eventFormat() == EventFormat.MSGPACK) {
            throw context.newValidationError(
                    "The option \"output\" of function %s is STRING, but its filter has the"
                            + " event-format msgpack, which is no text. Choose BYTES, a MAP or a"
                            + " ROW.",
                    context.getName());
        }
        if (!text && !bytes) {
            if (type instanceof RowType row && row.getFieldCount() == 0) {
                throw context.newValidationError(
                        "The option \"output\" of function %s is %s, but a ROW must have a field."
                                + " Name those of the record that the query needs.",
                        context.getName(), type.asSummaryString());
            }
            if (!type.is(LogicalTypeRoot.ROW) && !type.is(LogicalTypeRoot.MAP)) {
                throw context.newValidationError(
                        "The option \"output\" of function %s is %s, but must be STRING, BYTES, a"
                                + " MAP or a ROW.",
                        context.getName(), type.asSummaryString());
            }
            requireSupported(context, "The output", type, filter.filter().eventFormat());
        }
        return output.toInternal();
    }

    /** What a table function gives for the output: columns, which all may be NULL. */
    DataType row(boolean errorColumns) {
        List<DataTypes.Field> columns = new ArrayList<>();
        if (output.getLogicalType().is(LogicalTypeRoot.ROW)) {
            for (DataTypes.Field field : DataType.getFields(output)) {
                columns.add(DataTypes.FIELD(field.getName(), field.getDataType().nullable()));
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
