package io.github.flinkwasm;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys of Fluent Bit's filter that are understood and change nothing here. */
enum FluentBitKey {
    WASM_HEAP_SIZE(
            "tag and record lie outside the guest's memory, and the heap of env.malloc grows as"
                    + " needed. What bounds the guest's memory is the option limits.memory."),

    WASM_STACK_SIZE(
            "a guest's calls use the stack of the JVM's thread, whose size is that of -Xss in"
                    + " Flink's option env.java.opts.taskmanager. A call that exhausts it fails its"
                    + " event with STACK_EXHAUSTED.");

    private static final Pattern SIZE =
            Pattern.compile("\\s*\\d+(\\.\\d+)?\\s*([kmg]b?|b)?\\s*", Pattern.CASE_INSENSITIVE);

    private final String whatAppliesHere;

    FluentBitKey(String whatAppliesHere) {
        this.whatAppliesHere = whatAppliesHere;
    }

    /** The key that somebody wrote, in any case. */
    static Optional<FluentBitKey> find(String key) {
        for (FluentBitKey known : values()) {
            if (known.key().equalsIgnoreCase(key)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String whatAppliesHere() {
        return whatAppliesHere;
    }

    /** What Fluent Bit takes as a value, as the end of "must be …". */
    static String allowed() {
        return "a size: a number, and K, M or G if need be, such as 64K";
    }

    static boolean allows(String value) {
        return SIZE.matcher(value).matches();
    }
}
