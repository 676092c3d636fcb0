// Says which of its start functions ran, and in which order:
//
//   {"ran":"initialize post_instantiate "}
//
// Whether the module imports WASI decides between _initialize and __wasm_call_ctors. _start is there always, and
// never to be run.

#include "../../guest.h"

static char ran[128];
static size_t ran_length;

static void note(const char *name) {
    struct text text = {ran, ran_length, sizeof ran};
    text_literal(&text, name);
    text_literal(&text, " ");
    ran_length = text.length;
}

__attribute__((export_name("_start"))) void start(void) {
    note("start");
}

#ifdef INITIALIZE
__attribute__((export_name("_initialize"))) void initialize(void) {
    note("initialize");
}
#endif

#ifdef INITIALIZE_WITH_ARGUMENT
__attribute__((export_name("_initialize"))) void initialize(int argument) {
    note(argument == 0 ? "initialize" : "initialize with an argument");
}
#endif

#ifdef POST_INSTANTIATE
__attribute__((export_name("__post_instantiate"))) void post_instantiate(void) {
    note("post_instantiate");
}
#endif

#ifdef CTORS
__attribute__((export_name("__wasm_call_ctors"))) void call_ctors(void) {
    note("ctors");
}
#endif

#ifdef WASI
__attribute__((import_module(WASI), import_name("sched_yield"))) uint16_t sched_yield(void);
#else
static uint16_t sched_yield(void) {
    return 0;
}
#endif

static char result[192];

FILTER(what_ran) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    if (sched_yield() != 0) {
        note("sched_yield failed");
    }
    struct text text = {result, 0, sizeof result};
    text_literal(&text, "{\"ran\":");
    text_string(&text, ran, ran_length);
    text_bytes(&text, "}", 2);
    return text.data;
}
