package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import io.github.flinkwasm.internal.codec.JsonScanner;
import io.github.flinkwasm.internal.codec.MsgpackScanner;
import io.github.flinkwasm.internal.codec.RecordScanner;
import io.github.flinkwasm.internal.codec.ScanOutcome;
import io.github.flinkwasm.internal.runtime.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a filter returned, by the table in docs/reference/abi.md, "What the guest returns".
 * Reusable, one per instance; holds the outcome of the last call only.
 */
final class ResultReader {
    private final AbiVersion version;
    private final EventFormat format;
    private final int maxOutput;
    private final RecordScanner scanner;

    private byte @Nullable [] record;
    private @Nullable FailureReason reason;
    private String detail = "";

    ResultReader(AbiVersion version, EventFormat format, ResultLimits limits) {
        this.version = version;
        this.format = format;
        this.maxOutput = limits.maxBytes();
        this.scanner =
                switch (format) {
                    case JSON ->
                            new JsonScanner(limits.maxNestingDepth(), limits.maxNumberLength());
                    case MSGPACK -> new MsgpackScanner(limits.maxNestingDepth());
                };
    }

    /** Reads the result of one call, while the guest's memory is as the call left it. */
    CallOutcome read(long result, GuestMemory memory) {
        record = null;
        reason = null;
        detail = "";
        try {
            return switch (version) {
                case VERSION_1 -> readVersion1((int) result, memory);
                case VERSION_2 -> readVersion2(result, memory);
            };
        } finally {
            scanner.clear();
        }
    }

    private CallOutcome readVersion1(int pointer, GuestMemory memory) {
        if (pointer == 0) {
            return CallOutcome.DROPPED;
        }
        if (!memory.contains(pointer, 1)) {
            return fail(
                    FailureReason.INVALID_POINTER,
                    String.format(
                            "the filter returned pointer 0x%08x, outside its memory", pointer));
        }
        int from = memory.indexOf(pointer);
        int memoryEnd = memory.endOf(pointer);
        int to = (int) Math.min(memoryEnd, (long) from + maxOutput);
        ScanOutcome outcome = scanner.scanFirst(memory.arrayOf(pointer), from, to);
        return switch (outcome) {
            case RECORD -> emit();
            case BLANK -> CallOutcome.DROPPED;
            case INCOMPLETE_AT_END ->
                    to == memoryEnd
                            ? fail(
                                    FailureReason.INVALID_POINTER,
                                    "the result runs to the end of the guest's memory: "
                                            + scanner.detail())
                            : fail(
                                    FailureReason.OUTPUT_TOO_LARGE,
                                    String.format(
                                            "the result is not complete after %,d bytes, the limit:"
                                                    + " %s",
                                            maxOutput, scanner.detail()));
            case NOT_A_RECORD, MALFORMED, TRAILING_BYTES, TOO_DEEP, INCOMPLETE_AT_NUL ->
                    fail(FailureReason.INVALID_RECORD, scanner.detail());
        };
    }

    private CallOutcome readVersion2(long result, GuestMemory memory) {
        if (result == 0) {
            return CallOutcome.DROPPED;
        }
        int pointer = (int) result;
        long length = result >>> 32;
        if (length == 0) {
            return fail(
                    FailureReason.INVALID_RECORD,
                    String.format(
                            "the filter returned pointer 0x%08x with length 0; to drop an event,"
                                    + " return 0",
                            pointer));
        }
        if (length > maxOutput) {
            return fail(
                    FailureReason.OUTPUT_TOO_LARGE,
                    String.format(
                            "the filter returned %,d bytes at 0x%08x, but the limit is %,d",
                            length, pointer, maxOutput));
        }
        if (pointer == 0 || !memory.contains(pointer, (int) length)) {
            return fail(
                    FailureReason.INVALID_POINTER,
                    String.format(
                            "the filter returned %,d bytes at 0x%08x, which are not all inside its"
                                    + " memory",
                            length, pointer));
        }
        int from = memory.indexOf(pointer);
        ScanOutcome outcome =
                scanner.scanExactly(memory.arrayOf(pointer), from, from + (int) length);
        return switch (outcome) {
            case RECORD -> emit();
            case BLANK ->
                    fail(
                            FailureReason.INVALID_RECORD,
                            "the filter returned only white space; to drop an event, return 0");
            case NOT_A_RECORD,
                    MALFORMED,
                    TRAILING_BYTES,
                    TOO_DEEP,
                    INCOMPLETE_AT_NUL,
                    INCOMPLETE_AT_END ->
                    fail(FailureReason.INVALID_RECORD, scanner.detail());
        };
    }

    private CallOutcome emit() {
        record = scanner.copyValue();
        return CallOutcome.EMITTED;
    }

    private CallOutcome fail(FailureReason failure, String what) {
        reason = failure;
        detail = what + (format == EventFormat.JSON ? " (JSON, " : " (msgpack, ") + versionName();
        return CallOutcome.FAILED;
    }

    private String versionName() {
        return switch (version) {
            case VERSION_1 -> "ABI version 1)";
            case VERSION_2 -> "ABI version 2)";
        };
    }

    byte[] record() {
        if (record == null) {
            throw new IllegalStateException("The last call emitted no record");
        }
        return record;
    }

    FailureReason reason() {
        if (reason == null) {
            throw new IllegalStateException("The last call did not fail");
        }
        return reason;
    }

    String detail() {
        return detail;
    }
}
