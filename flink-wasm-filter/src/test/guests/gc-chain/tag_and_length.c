// Adds "tag" and "length" to the record, the way a filter in a collected language does: the record becomes a tree of
// nodes, and the result is put together by concatenation, so that each call leaves many times its size as garbage.

#include <stdbool.h>

#include "../guest.h"
#include "collector.h"

// A string of the guest. `bytes` is an object of the collected heap.
struct string {
    char *bytes;
    size_t length;
    size_t capacity;
};

struct node {
    struct node *next;
    struct node *child;
    struct string *key;
    struct string *text;  // of a leaf
    char kind;            // '{', '[' or 0 for a leaf
};

// The record as it is read; on the raw stack only, as a slice of the input is in a register.
struct input {
    const char *at;
    const char *end;
};

// What is nested deeper than this stays text.
enum { MAX_DEPTH = 64, CHUNK = 16384 };

static struct string *new_string(void) {
    return allocate(sizeof(struct string));
}

// Appends as a growing slice does: into a new, larger object, the old one left to the collector.
static void append(struct string *string, const char *bytes, size_t length) {
    if (string->length + length > string->capacity) {
        ENTER(1);
        frame.slot[0] = string;
        size_t capacity = 2 * (string->length + length);
        char *grown = allocate_bytes(capacity);
        __builtin_memcpy(grown, string->bytes, string->length);
        string->bytes = grown;
        string->capacity = capacity;
        LEAVE();
    }
    __builtin_memcpy(string->bytes + string->length, bytes, length);
    string->length += length;
}

static void append_literal(struct string *string, const char *literal) {
    size_t length = 0;
    while (literal[length] != '\0') {
        length++;
    }
    append(string, literal, length);
}

// Two strings make a third; neither changes.
static struct string *concatenate(struct string *left, struct string *right) {
    ENTER(3);
    frame.slot[0] = left;
    frame.slot[1] = right;
    struct string *both = new_string();
    frame.slot[2] = both;
    both->capacity = left->length + right->length;
    both->bytes = allocate_bytes(both->capacity);
    append(both, left->bytes, left->length);
    append(both, right->bytes, right->length);
    LEAVE();
    return both;
}

// ---- reading ----

static char peek(struct input *input) {
    while (input->at < input->end
            && (*input->at == ' ' || *input->at == '\t' || *input->at == '\r' || *input->at == '\n')) {
        input->at++;
    }
    if (input->at == input->end) {
        __builtin_trap();
    }
    return *input->at;
}

// Copies the text of a string, number or literal out of the record, a few bytes at a time.
static struct string *read_leaf(struct input *input) {
    ENTER(1);
    struct string *text = new_string();
    frame.slot[0] = text;
    bool quoted = peek(input) == '"';
    bool escaped = false;
    const char *from = input->at;
    input->at += quoted;
    for (;;) {
        if (input->at == input->end) {
            __builtin_trap();
        }
        char c = *input->at;
        if (!quoted && (c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
            break;
        }
        input->at++;
        if (quoted && c == '"' && !escaped) {
            break;
        }
        escaped = c == '\\' && !escaped;
        if (input->at - from == 24) {
            append(text, from, 24);
            from = input->at;
        }
    }
    append(text, from, (size_t) (input->at - from));
    LEAVE();
    return text;
}

static struct string *read_nested_text(struct input *input) {
    ENTER(2);
    struct string *text = new_string();
    frame.slot[0] = text;
    size_t depth = 0;
    do {
        char c = peek(input);
        if (c == '"') {
            struct string *leaf = read_leaf(input);
            frame.slot[1] = leaf;
            append(text, leaf->bytes, leaf->length);
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        append(text, input->at++, 1);
    } while (depth > 0);
    LEAVE();
    return text;
}

static struct node *read_value(struct input *input, size_t depth) {
    ENTER(3);
    struct node *value = allocate(sizeof(struct node));
    frame.slot[0] = value;
    char open = peek(input);
    if (open != '{' && open != '[') {
        value->text = read_leaf(input);
    } else if (depth == MAX_DEPTH) {
        value->text = read_nested_text(input);
    } else {
        char close = open == '{' ? '}' : ']';
        value->kind = open;
        input->at++;
        struct node *last = NULL;
        if (peek(input) == close) {
            input->at++;
        } else {
            for (;;) {
                struct string *key = NULL;
                if (open == '{') {
                    key = read_leaf(input);
                    frame.slot[1] = key;
                    if (peek(input) != ':') {
                        __builtin_trap();
                    }
                    input->at++;
                }
                struct node *member = read_value(input, depth + 1);
                member->key = key;
                if (last == NULL) {
                    value->child = member;
                } else {
                    last->next = member;
                }
                last = member;
                char c = peek(input);
                input->at++;
                if (c == close) {
                    break;
                }
                if (c != ',') {
                    __builtin_trap();
                }
            }
        }
    }
    LEAVE();
    return value;
}

// ---- writing ----

static struct string *written(struct node *value);

// The members of an object or array, without the brackets. Short pieces are gathered before they are concatenated to
// the whole, or the time would grow with the square of the record.
static struct string *written_members(struct node *value) {
    ENTER(4);
    frame.slot[0] = value;
    struct string *whole = new_string();
    frame.slot[1] = whole;
    struct string *chunk = new_string();
    frame.slot[2] = chunk;
    for (struct node *member = value->child; member != NULL; member = member->next) {
        if (member->key != NULL) {
            append(chunk, member->key->bytes, member->key->length);
            append_literal(chunk, ":");
        }
        struct string *text = written(member);
        frame.slot[3] = text;
        append(chunk, text->bytes, text->length);
        if (member->next != NULL) {
            append_literal(chunk, ",");
        }
        if (chunk->length >= CHUNK) {
            whole = concatenate(whole, chunk);
            frame.slot[1] = whole;
            chunk = new_string();
            frame.slot[2] = chunk;
        }
    }
    whole = concatenate(whole, chunk);
    LEAVE();
    return whole;
}

static struct string *written(struct node *value) {
    if (value->kind == 0) {
        return value->text;
    }
    ENTER(2);
    frame.slot[0] = value;
    struct string *members = written_members(value);
    frame.slot[1] = members;
    struct string *text = new_string();
    frame.slot[0] = text;
    append(text, value->kind == '{' ? "{" : "[", 1);
    append(text, members->bytes, members->length);
    append(text, value->kind == '{' ? "}" : "]", 1);
    LEAVE();
    return text;
}

FILTER(tag_and_length) {
    UNUSED(time_sec), UNUSED(time_nsec);
    ENTER(3);
    struct input input = {record, record + record_length};
    struct node *root = read_value(&input, 0);
    frame.slot[0] = root;
    if (root->kind != '{') {
        __builtin_trap();
    }
    struct string *members = written_members(root);
    frame.slot[1] = members;
    // The tag is read last, when collections have long taken what nothing refers to.
    struct text added = {allocate_bytes(QUOTED(tag_length) + 64), 0, QUOTED(tag_length) + 64};
    frame.slot[2] = added.data;
    text_literal(&added, root->child == NULL ? "\"tag\":" : ",\"tag\":");
    text_string(&added, tag, tag_length);
    text_literal(&added, ",\"length\":");
    text_unsigned(&added, record_length);
    text_literal(&added, "}");
    struct string *result = new_string();
    frame.slot[0] = result;
    append_literal(result, "{");
    append(result, members->bytes, members->length);
    append(result, added.data, added.length);
    append(result, "", 1);
    LEAVE();
    return result->bytes;
}
