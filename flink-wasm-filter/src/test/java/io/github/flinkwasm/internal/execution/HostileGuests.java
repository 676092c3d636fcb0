package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureReason;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guests of {@code guests/wat/hostile} and what becomes of the record that each of them
 * misbehaves on. Which phrase of the threat list each belongs to is in the guests' README.
 */
final class HostileGuests {

    /**
     * @param name its file without the ending
     * @param outcome as {@link TestFilters#describe} has it; {@link #ITS_RECORD} when the record is
     *     returned as it came; for a refused one a part of the message
     * @param refused whether the filter cannot be opened at all
     */
    record Guest(String name, String outcome, boolean refused) {
        EventFormat format() {
            return name.contains("msgpack") ? EventFormat.MSGPACK : EventFormat.JSON;
        }

        /** Whether it only ends because time is up. */
        boolean timesOut() {
            return !refused && outcome.equals(FailureReason.TIMEOUT.name());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final String ITS_RECORD = "its record";

    private final Map<String, Guest> guests = new TreeMap<>();

    private HostileGuests() {
        fails(
                FailureReason.TIMEOUT,
                "atoi-long",
                "atomic-spin",
                "atomic-wait",
                "catch-all-loop",
                "catch-all-throw",
                "copy-forever",
                "fill-forever",
                "free-loops",
                "grow-forever",
                "grow-then-loop",
                "init-forever",
                "iovec-many-large",
                "large-br-table",
                "large-function",
                "large-nesting",
                "large-table",
                "loop",
                "loop-br-table",
                "loop-conditional",
                "loop-host-call",
                "loop-memory-size",
                "loop-nested",
                "loop-of-calls",
                "malloc-loops",
                "malloc-tiny-forever",
                "memset-loop",
                "new-calls-back",
                "new-loops",
                "path-flood",
                "printf-exponent-loop",
                "printf-float-loop",
                "printf-long-format",
                "printf-loop",
                "puts-flood",
                "random-forever",
                "recursion-exponential",
                "sleep",
                "sleep-absolute",
                "sleep-short",
                "state-loops",
                "strings-loop",
                "strlen-loop",
                "strstr-quadratic",
                "table-copy-forever",
                "table-fill-forever",
                "table-grow-forever",
                "table-init-forever",
                "unpin-loops",
                "write-flood",
                "yield-forever");
        fails(
                FailureReason.STACK_EXHAUSTED,
                "catch-all-recursion",
                "large-locals",
                "loop-tail-call",
                "loop-tail-call-indirect",
                "new-recursion",
                "recursion",
                "recursion-grow-and-fill",
                "recursion-host-call",
                "recursion-indirect",
                "recursion-mutual",
                "recursion-table");
        fails(
                FailureReason.TRAP,
                "blocks",
                "call-null",
                "call-outside-table",
                "catch-all-divide",
                "catch-all-out-of-bounds",
                "catch-all-trap",
                "clock-outside",
                "close-descriptors",
                "copy-out-of-bounds",
                "data-drop",
                "divide-by-zero",
                "divide-long-by-zero",
                "divide-overflow",
                "elem-drop",
                "environment-outside",
                "fill-out-of-bounds",
                "fill-overflow",
                "free-arguments",
                "free-foreign",
                "free-inside",
                "free-traps",
                "free-twice",
                "import-forged-name",
                "import-own-name",
                "init-out-of-bounds",
                "iovec-buffer-outside",
                "iovec-list-outside",
                "iovec-result-outside",
                "leak-stack",
                "load-negative-address",
                "load-offset-overflow",
                "load-out-of-bounds",
                "malloc-calls-back",
                "malloc-out-of-bounds",
                "malloc-zero",
                "missing-import",
                "mistyped-import",
                "move-stack-pointer",
                "new-in-window",
                "new-negative",
                "new-out-of-bounds",
                "new-overlapping",
                "new-same-twice",
                "new-zero",
                "path-length",
                "path-readdir-outside",
                "pin-traps",
                "poll-outside",
                "printf-bad-string",
                "printf-float-precision",
                "printf-no-arguments",
                "printf-past-block",
                "printf-precision",
                "printf-star-width",
                "printf-width",
                "printf-width-overflow",
                "printf-writes",
                "random-huge",
                "realloc-freed",
                "recursion-out-of-bounds",
                "renumber-descriptors",
                "state-then-trap",
                "state-traps",
                "store-across-arguments",
                "store-across-end",
                "store-out-of-bounds",
                "strlen-unterminated",
                "strncpy-huge",
                "table-copy-out-of-bounds",
                "table-fill-out-of-bounds",
                "table-get-out-of-bounds",
                "table-grow-bomb",
                "table-grow-negative",
                "table-grow-then-trap",
                "table-init-out-of-bounds",
                "tables-together",
                "truncate-nan",
                "truncate-overflow",
                "uncaught-throw",
                "unknown-module",
                "unpin-traps",
                "unreachable",
                "use-after-free",
                "write-arguments",
                "wrong-indirect-call");
        fails(
                FailureReason.MEMORY_LIMIT,
                "calloc-overflow",
                "grow-huge",
                "grow-negative",
                "grow-then-null",
                "grow-then-trap",
                "malloc-bomb");
        isRefused("not be greater than maximum", "huge-table");
        isRefused("tables of 1,200,000 elements", "huge-tables-together");
        isRefused("65,536 pages", "huge-memory");
        isRefused("32,768 pages", "huge-memory-signed");
        fails(
                FailureReason.INVALID_POINTER,
                "bad-pointer",
                "msgpack-counts",
                "msgpack-string-count",
                "negative-pointer",
                "no-nul",
                "pointer-above-windows",
                "pointer-after-record",
                "pointer-below-window",
                "pointer-heap-window",
                "pointer-last-byte",
                "pointer-window-end",
                "v2-arguments",
                "v2-past-memory",
                "v2-pointer-wraps",
                "v2-pointer-zero");
        fails(
                FailureReason.INVALID_RECORD,
                "array",
                "deep",
                "deep-msgpack",
                "deep-objects",
                "forged-bom",
                "incomplete-at-nul",
                "msgpack-reserved",
                "number-exponent",
                "number-infinite",
                "number-long",
                "pointer-into-record",
                "pointer-to-tag",
                "text-scalar",
                "v2-blank",
                "v2-length-zero",
                "v2-too-long",
                "v2-too-short");
        drops("pointer-before-tag");
        returns("{\"a\":1}", "forged-second-record", "no-nul-complete");
        fails(
                FailureReason.OUTPUT_TOO_LARGE,
                "huge-blank",
                "huge-output",
                "huge-v2",
                "v2-length-negative",
                "v2-length-sign");
        isRefused("Trapped on unreachable", "constructors-trap", "start-trap");
        isRefused("divide by zero", "start-divide");
        isRefused(
                "TIMEOUT",
                "initialize-loop",
                "start-flood",
                "start-grow-bomb",
                "start-loop",
                "start-sleep");
        isRefused("STACK_EXHAUSTED", "post-instantiate-recursion", "start-recursion");
        isRefused("does not fit into memory", "start-data-outside");
        isRefused("out of bounds table access", "start-elements-outside");
        returnsItsRecord(
                "export-state-mistyped",
                "forged-log-line",
                "forged-stack-pointer",
                "iovec-count",
                "iovec-sum",
                "path-escapes",
                "poll-count",
                "renumber-far",
                "socket-misuse",
                "start-not-called");
        isRefused("imports the memory", "import-memory");
        isRefused("imports the table", "import-table");
        isRefused("imports the global", "import-global");
        isRefused("as a memory", "export-is-memory");
        isRefused("as (i32, i32, i32, i32) -> i32", "export-wrong-signature");
        isRefused("exports no function \"f\"", "export-missing", "name-not-utf8");
        isRefused("has no memory", "no-memory");
        isRefused("2 memories", "two-memories");
        returns("{\"x\":\"x\"}", "sprintf-overlap");
        fails(
                FailureReason.EXITED,
                "abort",
                "catch-all-exit",
                "env-exit",
                "exit-in-malloc",
                "exit-in-new",
                "exit-in-recursion",
                "exit-in-state",
                "exit-in-unpin",
                "proc-exit",
                "raise");
        returns("{\"a\":\"\uFFFD|\uFFFD\uFFFD|\uFFFD\uFFFD\uFFFD|\uFFFD\"}", "invalid-utf8");
        returns("{\"\uFFFD\uFFFD\":1}", "invalid-utf8-key");
        returns("{\"a\":\"\uFFFD\"}", "lone-surrogate");
        returns("{\"a\":\"1\\u000a{\\\"forged\\\":2}\"}", "forged-line-break");
        isRefused("EXITED", "exit-in-initialize", "exit-in-start");
        isRefused(
                "cannot be compiled",
                "large-br-table-refused",
                "large-function-refused",
                "large-locals-refused",
                "large-long-locals-refused",
                "large-signature-refused");
        isRefused("10,001 blocks", "large-nesting-refused");
        isRefused("more branches", "large-branches-refused");
        isRefused("functions, but at most", "large-functions-refused");
        isRefused("memory64", "memory64");
        isRefused("SIMD", "simd");
        isRefused("is empty", "empty");
        isRefused("shorter than the 8 bytes", "magic-only");
        isRefused("is not a WebAssembly module", "elf", "wrong-magic");
        isRefused("only version 1 is", "wrong-version");
        isRefused("component", "component");
        isRefused("WebAssembly text", "text");
        isRefused(
                "is not a valid WebAssembly module",
                "count-bomb",
                "labels-bomb",
                "memory-minimum-above-maximum",
                "number-too-long",
                "section-too-long",
                "section-twice",
                "sections-out-of-order",
                "stack-underflow",
                "trailing-bytes",
                "truncated-before-code",
                "truncated-section",
                "type-mismatch",
                "unclosed-block",
                "unknown-function",
                "unknown-local",
                "unknown-type");
        isRefused("local variables", "locals-bomb");
        isRefused("is not supported (opcode f7", "unknown-opcode");
        isRefused("exports \"f\" as null", "unknown-export");
        isRefused("duplicate export name", "export-twice");
        isRefused("garbage-collection", "garbage-collection");
        isRefused("WAMR ahead-of-time", "aot");
    }

    /** By name. */
    static Map<String, Guest> all() {
        return new HostileGuests().guests;
    }

    private void fails(FailureReason reason, String... names) {
        add(reason.name(), false, names);
    }

    private void returnsItsRecord(String... names) {
        add(ITS_RECORD, false, names);
    }

    private void returns(String record, String... names) {
        add(record, false, names);
    }

    private void drops(String... names) {
        add("dropped", false, names);
    }

    private void isRefused(String message, String... names) {
        add(message, true, names);
    }

    private void add(String outcome, boolean refused, String... names) {
        for (String name : names) {
            if (guests.put(name, new Guest(name, outcome, refused)) != null) {
                throw new IllegalStateException("Guest " + name + " is listed twice");
            }
        }
    }
}
