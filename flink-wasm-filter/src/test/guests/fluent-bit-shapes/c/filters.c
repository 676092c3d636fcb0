// The small things that Fluent Bit's own test filters do, in one module without a library.

#include "../../guest.h"

// Room for the largest record of the tests and what is added to it.
static char buffer[(1 << 20) + 65536];

static struct text empty(void) {
    return (struct text) {buffer, 0, sizeof buffer};
}

FILTER(drop_by_null) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    return NULL;
}

FILTER(drop_by_empty_text) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    return "";
}

FILTER(drop_by_white_space) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    return " \t\r\n";
}

FILTER(append_tag) {
    UNUSED(time_sec), UNUSED(time_nsec);
    struct text text = empty();
    text_open_record(&text, record, record_length);
    text_literal(&text, "\"tag\":");
    text_string(&text, tag, tag_length);
    text_bytes(&text, "}", 2);
    return text.data;
}

// Numbers in every notation that JSON has.
FILTER(append_numbers) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec);
    struct text text = empty();
    text_open_record(&text, record, record_length);
    text_literal(&text,
            "\"int\":10,\"negative\":-100,\"zero\":0,\"minus_zero\":-0,\"largest_unsigned\":18446744073709551615,"
            "\"smallest_signed\":-9223372036854775808,\"float\":10.5,\"whole_float\":120.0,\"exponent\":3.54789e-3,"
            "\"large_exponent\":1E+300,\"many_digits\":0.30000000000000004,\"beyond_64_bits\":123456789012345678901}");
    text_bytes(&text, "", 1);
    return text.data;
}

FILTER(append_array_with_null) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec);
    struct text text = empty();
    text_open_record(&text, record, record_length);
    text_literal(&text, "\"array\":[1,null,\"world\",[null],{\"null\":null}],\"modify\":\"yes\"}");
    text_bytes(&text, "", 1);
    return text.data;
}

// As many filters in the wild do: no NUL ends the result, and the rest of an earlier and longer one follows it.
FILTER(unterminated) {
    UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    struct text text = empty();
    text_literal(&text, "{\"filler\":\"");
    for (int i = 0; i < 100; i++) {
        text_literal(&text, "stale ");
    }
    text_bytes(&text, "\"}", 3);
    text.length = 0;
    text_literal(&text, "{\"tag\":");
    text_string(&text, tag, tag_length);
    text_literal(&text, "}");
    return text.data;
}
