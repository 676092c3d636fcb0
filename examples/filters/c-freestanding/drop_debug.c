// Drops every record whose "level" is "debug" or "DEBUG"; all other records pass unchanged.
//
// A filter this small needs no C library, no allocator and no import: it only reads the record, and it answers
// with the pointer that it was given (keep) or with null (drop).
//
// Every function gets the place to read at and the end of the text, and returns the place behind what it read, or null
// where something else stands. Places are arguments and results, not members of a struct in memory: so they stay in
// registers, and the record is read at one load a byte. The host passes complete, well-formed JSON; the end is checked
// all the same, so that a filter bug reads nothing that it was not given.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static const char *skip_space(const char *at, const char *end) {
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
        at++;
    }
    return at;
}

static const char *take(const char *at, const char *end, char expected) {
    at = skip_space(at, end);
    return at < end && *at == expected ? at + 1 : NULL;
}

// From behind the opening quote to behind the closing one. What follows a backslash is never the end, and the digits of
// a \u escape are none either.
static const char *skip_string(const char *at, const char *end) {
    while (at < end) {
        char c = *at++;
        if (c == '"') {
            return at;
        }
        if (c == '\\') {
            at++;
        }
    }
    return NULL;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The character that an escape stands for, `at` being behind its backslash; -1 where there is none.
static int escaped_character(const char *at, const char *end) {
    if (at >= end) {
        return -1;
    }
    switch (*at) {
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'u': break;
        default: return *at;  // \" \\ and \/ stand for themselves
    }
    if (end - at < 5) {
        return -1;
    }
    int code = 0;
    for (int i = 1; i <= 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code;
}

// Whether the string that begins at `at`, behind its opening quote, is `expected`. Escapes count: "l\u0065vel" is
// "level".
static bool is_string(const char *at, const char *end, const char *expected) {
    for (; *expected != '\0'; expected++) {
        if (at >= end) {
            return false;
        }
        if (*at == '\\') {
            if (escaped_character(at + 1, end) != *expected) {
                return false;
            }
            at += at[1] == 'u' ? 6 : 2;
        } else if (*at++ != *expected) {
            return false;
        }
    }
    return at < end && *at == '"';
}

// Skips one value. Nesting is counted, not recursed into: a deeply nested record cannot exhaust the stack.
static const char *skip_value(const char *at, const char *end) {
    int depth = 0;
    do {
        at = skip_space(at, end);
        if (at >= end) {
            return NULL;
        }
        switch (*at++) {
            case '"':
                at = skip_string(at, end);
                if (at == NULL) {
                    return NULL;
                }
                break;
            case '{':
            case '[':
                depth++;
                break;
            case '}':
            case ']':
                depth--;
                break;
            case ',':
            case ':':
                break;
            default:  // a number, true, false or null
                while (at < end && *at != ',' && *at != '}' && *at != ']') {
                    at++;
                }
        }
    } while (depth > 0);
    return at;
}

// Looks at the members of the record itself, not at those of nested objects. Where a key occurs twice, the last
// one counts, as it does for every JSON reader that keeps one of them.
static bool is_debug(const char *at, const char *end) {
    bool debug = false;
    at = take(at, end, '{');
    while (at != NULL) {
        const char *key = take(at, end, '"');
        if (key == NULL) {
            return false;
        }
        at = skip_string(key, end);
        if (at != NULL) {
            at = take(at, end, ':');
        }
        if (at == NULL) {
            return false;
        }
        if (is_string(key, end, "level")) {
            const char *level = take(at, end, '"');
            debug = level != NULL && (is_string(level, end, "debug") || is_string(level, end, "DEBUG"));
        }
        at = skip_value(at, end);
        if (at == NULL) {
            return false;
        }
        at = take(at, end, ',');
    }
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
    return is_debug(record, record + record_length) ? NULL : record;
}
