#include "collector.h"

#include <stdbool.h>

extern char __global_base, __data_end, __heap_base;

enum { BLOCK = 16, PAGE = 65536 };

// One byte for each block, at the end of the heap. An object is a head and the TAILs that follow it. The head says
// whether the object may hold pointers, and during a collection whether it has been reached.
enum { FREE = 0, TAIL = 1, POINTERS_HEAD = 2, BYTES_HEAD = 4, REACHED = 8 };

static uintptr_t heap_start;
static size_t block_count;
static uint8_t *states;
static size_t next_block;

struct frame *innermost_frame;
uint32_t collections;

// Divides the memory up to `end` into blocks and their states.
static void lay_out(uintptr_t end) {
    heap_start = ((uintptr_t) &__heap_base + BLOCK - 1) & ~(uintptr_t) (BLOCK - 1);
    block_count = (end - heap_start) / (BLOCK + 1);
    states = (uint8_t *) (end - block_count);
}

static uintptr_t memory_end(void) {
    return (uintptr_t) __builtin_wasm_memory_size(0) * PAGE;
}

static void grow(size_t size) {
    size_t pages = __builtin_wasm_memory_size(0);
    size_t needed = (size + size / BLOCK) / PAGE + 2;
    if (__builtin_wasm_memory_grow(0, pages > needed ? pages : needed) == SIZE_MAX
            && __builtin_wasm_memory_grow(0, needed) == SIZE_MAX) {
        __builtin_trap();
    }
    size_t old_count = block_count;
    uint8_t *old_states = states;
    lay_out(memory_end());
    // The old states lie in what are now blocks; the new ones begin behind them.
    __builtin_memmove(states, old_states, old_count);
    __builtin_memset(states + old_count, FREE, block_count - old_count);
}

// ---- marking ----

enum { MARK_STACK = 256 };

static size_t mark_stack[MARK_STACK];
static size_t mark_depth;
static bool mark_overflow;

static void mark(uintptr_t word) {
    if (word < heap_start || word >= heap_start + block_count * BLOCK) {
        return;
    }
    size_t block = (word - heap_start) / BLOCK;
    while (states[block] == TAIL) {
        block--;
    }
    if (states[block] == FREE || (states[block] & REACHED) != 0) {
        return;
    }
    states[block] |= REACHED;
    if ((states[block] & BYTES_HEAD) != 0) {
        return;
    }
    if (mark_depth < MARK_STACK) {
        mark_stack[mark_depth++] = block;
    } else {
        mark_overflow = true;
    }
}

static void mark_words(uintptr_t from, uintptr_t to) {
    for (uintptr_t at = (from + 3) & ~(uintptr_t) 3; at + 4 <= to; at += 4) {
        mark(*(volatile uintptr_t *) at);
    }
}

static void mark_contents(size_t block) {
    size_t end = block + 1;
    while (end < block_count && states[end] == TAIL) {
        end++;
    }
    mark_words(heap_start + block * BLOCK, heap_start + end * BLOCK);
}

static void drain(void) {
    while (mark_depth > 0) {
        mark_contents(mark_stack[--mark_depth]);
    }
}

static void collect(void) {
    collections++;
    mark_words((uintptr_t) &__global_base, (uintptr_t) &__data_end);
    for (struct frame *frame = innermost_frame; frame != NULL; frame = frame->caller) {
        mark_words((uintptr_t) frame->slot, (uintptr_t) (frame->slot + frame->slots));
    }
    drain();
    while (mark_overflow) {
        mark_overflow = false;
        for (size_t block = 0; block < block_count; block++) {
            if (states[block] == (POINTERS_HEAD | REACHED)) {
                mark_contents(block);
                drain();
            }
        }
    }
    bool live = false;
    for (size_t block = 0; block < block_count; block++) {
        if (states[block] != TAIL) {
            live = (states[block] & REACHED) != 0;
            states[block] = live ? states[block] & ~REACHED : FREE;
        } else if (!live) {
            states[block] = FREE;
        }
    }
}

// ---- allocating ----

// Looks for `blocks` free ones in a row, from where the last object was placed and round to there again.
static size_t find(size_t blocks) {
    size_t block = next_block;
    size_t run = 0;
    for (size_t seen = 0; seen < block_count + blocks; seen++) {
        if (block == block_count) {
            block = 0;
            run = 0;
        }
        run = states[block] == FREE ? run + 1 : 0;
        block++;
        if (run == blocks) {
            return block - blocks;
        }
    }
    return SIZE_MAX;
}

static void *allocate_object(size_t size, uint8_t head) {
    if (heap_start == 0) {
        lay_out(memory_end());
    }
    if (size > SIZE_MAX / 2) {
        __builtin_trap();
    }
    size_t blocks = size == 0 ? 1 : (size + BLOCK - 1) / BLOCK;
    size_t block = find(blocks);
    if (block == SIZE_MAX) {
        collect();
        block = find(blocks);
    }
    if (block == SIZE_MAX) {
        grow(size);
        block = find(blocks);
    }
    if (block == SIZE_MAX) {
        __builtin_trap();
    }
    next_block = block + blocks;
    states[block] = head;
    __builtin_memset(states + block + 1, TAIL, blocks - 1);
    char *object = (char *) (heap_start + block * BLOCK);
    __builtin_memset(object, 0, blocks * BLOCK);
    return object;
}

void *allocate(size_t size) {
    return allocate_object(size, POINTERS_HEAD);
}

char *allocate_bytes(size_t size) {
    return allocate_object(size, BYTES_HEAD);
}

// What the host sees. As with TinyGo's, a block lives as long as the guest can reach it, and free does nothing.
__attribute__((export_name("malloc"))) void *host_malloc(size_t size) {
    return allocate(size);
}

__attribute__((export_name("free"))) void host_free(void *block) {
    (void) block;
}

// How often this instance has collected: lets a test show that it tested what it means to.
__attribute__((export_name("collections"))) uint32_t collection_count(void) {
    return collections;
}
