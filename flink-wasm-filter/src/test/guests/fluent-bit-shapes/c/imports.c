// Imports functions that no host has, as modules do that were built for another one; wasm-bindgen's, for example,
// have such imports in every filter that was made with it. A filter that never calls them works.

#include "../../guest.h"

void nobody_has_this(int value);

__attribute__((import_module("__wbindgen_placeholder__"), import_name("__wbindgen_describe")))
void wbindgen_describe(int value);

__attribute__((import_module("__wbindgen_placeholder__"), import_name("__wbindgen_throw")))
_Noreturn void wbindgen_throw(const char *message, size_t length);

__attribute__((import_module("./filter_bg.js"), import_name("__wbg_log_0123456789abcdef")))
void wbg_log(const char *message, size_t length);

__attribute__((import_module("metrics"), import_name("count")))
uint64_t metrics_count(uint64_t by, double weight);

FILTER(call_none) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record_length);
    return record;
}

FILTER(call_env) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec);
    nobody_has_this((int) record_length);
    return record;
}

FILTER(call_bindgen) {
    UNUSED(time_sec), UNUSED(time_nsec);
    wbindgen_describe((int) record_length);
    wbg_log(tag, tag_length);
    if (record_length == 0) {
        wbindgen_throw(tag, tag_length);
    }
    return record;
}

FILTER(call_metrics) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec);
    return metrics_count(record_length, 0.5) != 0 ? record : NULL;
}
