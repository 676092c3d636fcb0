// Does what its JSON record says, so that one job can show every way out: {"do":"emit"}, "drop", "trap", "forever" (an
// endless loop), "invalid" (returns an array) or "lines" (emits text with line breaks). What it emits tells what the
// guest was given: {"tag":…,"sec":…,"nsec":…,"record":…}.

#include "../guest.h"

static char result[65536];

static const char *emit(struct text *text, const char *separator, const char *record, uint32_t record_length) {
    text_literal(text, separator);
    text_literal(text, "\"record\":");
    text_bytes(text, record, record_length);
    text_literal(text, separator);
    text_literal(text, "}");
    text_bytes(text, "", 1);
    return text->data;
}

FILTER(ways_out) {
    static const char prefix[] = "{\"do\":\"";
    if (record_length < sizeof prefix) {
        __builtin_trap();
    }
    struct text text = {result, 0, sizeof result};
    text_literal(&text, "{\"tag\":");
    text_string(&text, tag, tag_length);
    text_literal(&text, ",\"sec\":");
    text_unsigned(&text, time_sec);
    text_literal(&text, ",\"nsec\":");
    text_unsigned(&text, time_nsec);
    text_literal(&text, ",");
    switch (record[sizeof prefix - 1]) {
        case 'e':
            return emit(&text, "", record, record_length);
        case 'l':
            return emit(&text, "\r\n", record, record_length);
        case 'd':
            return NULL;
        case 'i':
            return "[1]";
        case 'f':
            for (;;) {
                // Not empty, or the compiler may take the loop away.
                *(volatile char *) result = 0;
            }
        default:
            __builtin_trap();
    }
}
