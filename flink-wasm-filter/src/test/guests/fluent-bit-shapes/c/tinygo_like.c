// Has the exports of a module that TinyGo built for its asyncify scheduler: malloc and its kin, _start, and the five
// functions that binaryen's Asyncify adds. `wait` blocks as a goroutine does that waits for a timer: it unwinds the
// stack and returns to the host with asyncify_get_state() at 1, its answer still to come.

#include <stdbool.h>
#include <stdlib.h>

#include "../../guest.h"

__attribute__((import_module("asyncify"), import_name("start_unwind"))) void start_unwind(void *stack);

// Where Asyncify puts the frames that it unwinds.
static struct {
    void *next;
    void *end;
    char frames[1024];
} unwound;

static bool started;

__attribute__((export_name("_start"))) void start(void) {
    started = true;
}

static char *result;

static const char *append(
        const char *tag, uint32_t tag_length, const char *record, uint32_t record_length) {
    free(result);
    struct text text = {NULL, 0, record_length + QUOTED(tag_length) + 64};
    text.data = malloc(text.capacity);
    if (text.data == NULL) {
        return NULL;
    }
    text_open_record(&text, record, record_length);
    text_literal(&text, started ? "\"started\":true,\"tag\":" : "\"started\":false,\"tag\":");
    text_string(&text, tag, tag_length);
    text_bytes(&text, "}", 2);
    result = text.data;
    return result;
}

FILTER(append_tag) {
    UNUSED(time_sec), UNUSED(time_nsec);
    return append(tag, tag_length, record, record_length);
}

// A function of its own: Asyncify rewrites the callers of the one that starts the unwinding, not that one.
__attribute__((noinline)) static void block(void) {
    unwound.next = unwound.frames;
    unwound.end = unwound.frames + sizeof unwound.frames;
    start_unwind(&unwound);
}

FILTER(wait) {
    UNUSED(time_sec), UNUSED(time_nsec);
    block();
    return append(tag, tag_length, record, record_length);
}
