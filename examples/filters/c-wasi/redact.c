// Replaces every e-mail address by [email] and every IPv4 address by [ipv4], in every string value of the record
// however deep, and adds "redacted": how many there were. Keys, numbers and all other text stay as they are.
//
// Built with wasi-libc, so malloc, realloc, string.h and printf are at hand. The record is copied from start to
// end with only the string values looked at, so no tree of it is ever built.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The result of the last call. It is kept and written over by the next one, because the host never frees what a
// filter returns: a filter that allocates each result anew fills its memory.
static struct {
    char *data;
    size_t length;
    size_t capacity;
} result;

// There is no way to hand an unreadable record on without the addresses in it, so the filter stops instead. The
// host reports the record as failed and keeps it.
_Noreturn static void give_up(void) {
    __builtin_trap();
}

static void append(const char *data, size_t length) {
    if (length > result.capacity - result.length) {
        size_t capacity = 2 * (result.length + length);
        char *grown = realloc(result.data, capacity);
        if (grown == NULL) {
            give_up();
        }
        result.data = grown;
        result.capacity = capacity;
    }
    memcpy(result.data + result.length, data, length);
    result.length += length;
}

static void append_text(const char *text) {
    append(text, strlen(text));
}

// ---- characters of a JSON string ----

// A part of a JSON string as it stands in the record, escapes included.
struct span {
    const char *at;
    const char *end;
};

enum { END = -1, BEYOND_ASCII = 0x80 };

// Returns the next character with its escape resolved, so that "joe\u0040example.org" is seen for what it is.
// Everything beyond ASCII is one kind of character here.
static int next(struct span *span) {
    if (span->at == span->end) {
        return END;
    }
    unsigned char c = (unsigned char) *span->at++;
    if (c != '\\') {
        return c < 0x80 ? c : BEYOND_ASCII;
    }
    c = (unsigned char) *span->at++;
    switch (c) {
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'u': break;
        default: return c;
    }
    if (span->end - span->at < 4) {
        give_up();
    }
    char digits[] = {span->at[0], span->at[1], span->at[2], span->at[3], '\0'};
    span->at += 4;
    unsigned long code = strtoul(digits, NULL, 16);
    return code < 0x80 ? (int) code : BEYOND_ASCII;
}

static int peek(struct span span) {
    return next(&span);
}

static bool is_digit(int c) {
    return c >= '0' && c <= '9';
}

// Letters beyond ASCII are taken for part of an address: rather a word too many redacted than half a name kept.
static bool is_letter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == BEYOND_ASCII;
}

static bool is_local(int c) {
    return is_letter(c) || is_digit(c) || (c > 0 && strchr("._%+-", c) != NULL);
}

// ---- what to redact ----

// If an e-mail address starts here: where it ends, else NULL. Takes name@label.label with a last label of two
// letters or more; a full stop after it is left to the sentence.
static const char *email_end(struct span span) {
    int c;
    bool named = false;
    while (is_local(c = next(&span))) {
        named = true;
    }
    if (!named || c != '@') {
        return NULL;
    }
    const char *end = NULL;
    for (int labels = 1;; labels++) {
        int length = 0;
        bool letters = true;
        while (is_letter(c = peek(span)) || is_digit(c) || c == '-') {
            letters = letters && is_letter(c);
            length++;
            next(&span);
        }
        if (length == 0) {
            return end;
        }
        if (labels >= 2 && letters && length >= 2) {
            end = span.at;
        }
        if (c != '.') {
            return end;
        }
        next(&span);
    }
}

// If an IPv4 address starts here: where it ends, else NULL. A fifth number, as in a version 1.2.3.4.5, and one
// above 255 make it something else.
static const char *ipv4_end(struct span span) {
    for (int part = 0;; part++) {
        int value = 0;
        int digits = 0;
        while (is_digit(peek(span)) && digits < 4) {
            value = value * 10 + (next(&span) - '0');
            digits++;
        }
        if (digits == 0 || digits > 3 || value > 255) {
            return NULL;
        }
        if (part == 3) {
            break;
        }
        if (next(&span) != '.') {
            return NULL;
        }
    }
    const char *end = span.at;
    int after = next(&span);
    if (is_letter(after) || (after == '.' && is_digit(next(&span)))) {
        return NULL;
    }
    return end;
}

static unsigned redacted;

static void append_redacted(struct span string) {
    const char *kept = string.at;
    int before = END;
    while (string.at < string.end) {
        int c = peek(string);
        const char *end = NULL;
        const char *mark = NULL;
        // A run of letters is tried once, at its start; else the time would grow with the square of its length.
        if (is_local(c) && !is_local(before) && (end = email_end(string)) != NULL) {
            mark = "[email]";
        } else if (is_digit(c) && !is_letter(before) && !is_digit(before) && before != '.'
                && (end = ipv4_end(string)) != NULL) {
            mark = "[ipv4]";
        }
        if (mark == NULL) {
            before = next(&string);
            continue;
        }
        append(kept, (size_t) (string.at - kept));
        append_text(mark);
        redacted++;
        string.at = end;
        kept = end;
        before = END;
    }
    append(kept, (size_t) (string.end - kept));
}

// ---- the record ----

static void skip_space(struct span *json) {
    while (json->at < json->end && strchr(" \t\r\n", *json->at) != NULL && *json->at != '\0') {
        json->at++;
    }
}

static char peek_token(struct span *json) {
    skip_space(json);
    return json->at < json->end ? *json->at : '\0';
}

static void expect(struct span *json, char token) {
    if (peek_token(json) != token) {
        give_up();
    }
    json->at++;
}

// Reads one string and returns what stands between its quotes.
static struct span read_string(struct span *json) {
    expect(json, '"');
    struct span string = {json->at, json->at};
    while (string.end < json->end && *string.end != '"') {
        string.end += *string.end == '\\' ? 2 : 1;
    }
    if (string.end >= json->end) {
        give_up();
    }
    json->at = string.end + 1;
    return string;
}

static void append_string(struct span string) {
    append("\"", 1);
    append(string.at, (size_t) (string.end - string.at));
    append("\"", 1);
}

// Copies one value with its strings redacted. Nesting is counted, not recursed into: a deeply nested record
// cannot exhaust the stack. A string before a colon is a key.
static void append_value(struct span *json) {
    size_t depth = 0;
    do {
        char token = peek_token(json);
        if (token == '"') {
            struct span string = read_string(json);
            if (peek_token(json) == ':') {
                append_string(string);
            } else {
                append("\"", 1);
                append_redacted(string);
                append("\"", 1);
            }
            continue;
        }
        if (token == '\0') {
            give_up();
        }
        if (token == '{' || token == '[') {
            depth++;
        } else if (token == '}' || token == ']') {
            if (depth == 0) {
                give_up();
            }
            depth--;
        }
        if (strchr("{}[],:", token) != NULL) {
            append(json->at++, 1);
        } else {
            const char *from = json->at;
            while (json->at < json->end && strchr("{}[],: \t\r\n\"", *json->at) == NULL) {
                json->at++;
            }
            append(from, (size_t) (json->at - from));
        }
    } while (depth > 0);
}

static void append_record(struct span json) {
    append("{", 1);
    expect(&json, '{');
    if (peek_token(&json) == '}') {
        json.at++;
    } else {
        do {
            struct span key = read_string(&json);
            expect(&json, ':');
            size_t before = result.length;
            append_string(key);
            append(":", 1);
            append_value(&json);
            append(",", 1);
            // The count of this run replaces one that an earlier run left.
            if (key.end - key.at == 8 && memcmp(key.at, "redacted", 8) == 0) {
                result.length = before;
            }
        } while (peek_token(&json) == ',' && json.at++);
        expect(&json, '}');
    }
    char count[32];
    snprintf(count, sizeof count, "\"redacted\":%u}", redacted);
    append_text(count);
    append("", 1);  // with the terminator: version 1 of the ABI has no other length
}

__attribute__((export_name("redact")))
const char *redact(
        const char *tag,
        uint32_t tag_length,
        uint32_t time_sec,
        uint32_t time_nsec,
        const char *record,
        uint32_t record_length) {
    (void) tag, (void) tag_length, (void) time_sec, (void) time_nsec;
    result.length = 0;
    redacted = 0;
    append_record((struct span) {record, record + record_length});
    return result.data;
}
