// Adds "length" to the record, in a block from a bump allocator that knows no free. Without FIXED it takes new pages
// by memory.grow when the last ones are used up, and traps when there are none; with FIXED it has only the memory
// that it starts with, and returns null (which drops the record) when that is used up.

#include "../guest.h"

extern char __heap_base;

static uintptr_t next = (uintptr_t) &__heap_base;

static char *allocate(size_t size) {
    uintptr_t start = (next + 15) & ~(uintptr_t) 15;
    uintptr_t end = (uintptr_t) __builtin_wasm_memory_size(0) * 65536;
    if (start + size > end) {
#ifdef FIXED
        return NULL;
#else
        size_t pages = (start + size - end + 65535) / 65536;
        if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) {
            __builtin_trap();
        }
#endif
    }
    next = start + size;
    return (char *) start;
}

FILTER(add_length) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec);
    struct text result = {NULL, 0, (size_t) record_length + 32};
    result.data = allocate(result.capacity);
    if (result.data == NULL) {
        return NULL;
    }
    text_open_record(&result, record, record_length);
    text_literal(&result, "\"length\":");
    text_unsigned(&result, record_length);
    text_bytes(&result, "}", 2);
    return result.data;
}
