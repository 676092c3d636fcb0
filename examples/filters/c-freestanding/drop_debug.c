// Drops every record whose "level" is "debug" or "DEBUG"; all other records pass unchanged.
//
// A filter this small needs no C library, no allocator and no import: it only reads the record, and it answers
// with the pointer that it was given (keep) or with null (drop).

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What is left of the JSON text. The host passes complete, well-formed JSON; the end is checked all the same, so
// that a filter bug reads nothing that it was not given.
struct text {
    const char *at;
    const char *end;
};

static bool done(const struct text *text) {
    return text->at >= text->end;
}

static void skip_space(struct text *text) {
    while (!done(text) && (*text->at == ' ' || *text->at == '\t' || *text->at == '\n' || *text->at == '\r')) {
        text->at++;
    }
}

// Moves past `expected`, or stays where it is and returns false.
static bool take(struct text *text, char expected) {
    skip_space(text);
    if (done(text) || *text->at != expected) {
        return false;
    }
    text->at++;
    return true;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Returns the next character of a string, its escape resolved, or -1 at the closing quote and at the end of the
// text. Characters beyond ASCII only need to differ from every ASCII one: they come back as they are stored, or
// as the number of their \u escape.
static int next_character(struct text *text) {
    if (done(text) || *text->at == '"') {
        return -1;
    }
    unsigned char c = (unsigned char) *text->at++;
    if (c != '\\') {
        return c;
    }
    if (done(text)) {
        return -1;
    }
    c = (unsigned char) *text->at++;
    switch (c) {
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'u': break;
        default: return c;  // \" \\ and \/ stand for themselves
    }
    int code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = done(text) ? -1 : hex_digit(*text->at);
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
        text->at++;
    }
    return code;
}

// Reads one string and says whether it is `expected`. Escapes count: "l\u0065vel" is "level".
static bool read_string(struct text *text, const char *expected, bool *matches) {
    if (!take(text, '"')) {
        return false;
    }
    bool equal = true;
    int c;
    while ((c = next_character(text)) >= 0) {
        equal = equal && *expected != '\0' && c == *expected;
        if (equal) {
            expected++;
        }
    }
    *matches = equal && *expected == '\0';
    return take(text, '"');
}

// Skips one value. Nesting is counted, not recursed into: a deeply nested record cannot exhaust the stack.
static bool skip_value(struct text *text) {
    bool ignored;
    int depth = 0;
    do {
        skip_space(text);
        if (done(text)) {
            return false;
        }
        switch (*text->at) {
            case '"':
                if (!read_string(text, "", &ignored)) {
                    return false;
                }
                break;
            case '{':
            case '[':
                depth++;
                text->at++;
                break;
            case '}':
            case ']':
                depth--;
                text->at++;
                break;
            case ',':
            case ':':
                text->at++;
                break;
            default:  // a number, true, false or null
                while (!done(text) && *text->at != ',' && *text->at != '}' && *text->at != ']') {
                    text->at++;
                }
        }
    } while (depth > 0);
    return true;
}

// Reads one value and says whether it is the string that marks a debug record.
static bool read_level(struct text *text, bool *debug) {
    skip_space(text);
    if (done(text) || *text->at != '"') {
        *debug = false;
        return skip_value(text);
    }
    struct text again = *text;
    bool lower, upper;
    bool complete = read_string(text, "debug", &lower) && read_string(&again, "DEBUG", &upper);
    *debug = complete && (lower || upper);
    return complete;
}

// Looks at the members of the record itself, not at those of nested objects. Where a key occurs twice, the last
// one counts, as it does for every JSON reader that keeps one of them.
static bool is_debug(struct text record) {
    bool debug = false;
    if (!take(&record, '{')) {
        return false;
    }
    do {
        bool level;
        if (!read_string(&record, "level", &level) || !take(&record, ':')) {
            return false;
        }
        if (!(level ? read_level(&record, &debug) : skip_value(&record))) {
            return false;
        }
    } while (take(&record, ','));
    return debug;
}

__attribute__((export_name("drop_debug")))
const char *drop_debug(
        const char *tag,
        uint32_t tag_length,
        uint32_t time_sec,
        uint32_t time_nsec,
        const char *record,
        uint32_t record_length) {
    (void) tag, (void) tag_length, (void) time_sec, (void) time_nsec;
    struct text text = {record, record + record_length};
    return is_debug(text) ? NULL : record;
}
