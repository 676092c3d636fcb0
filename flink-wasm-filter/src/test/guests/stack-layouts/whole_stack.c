// Uses every byte of its shadow stack in every call, and says in the result whether anything that it owns was
// written to by someone else: the stack itself while it is in use, .data and .bss at any time, and the record
// before and after.
//
// Linked twice. Data first, as wasm-ld 14 does by default and Fluent Bit's own C example is: the stack lies above
// .bss and grows down towards it. Stack first, as Rust links: the stack lies at the bottom of memory, and an
// overflow traps.

#include "../guest.h"

#ifdef STACK_FIRST
extern char __global_base;
#define STACK_LOW ((uintptr_t) 0)
#define STACK_HIGH ((uintptr_t) &__global_base)
#else
extern char __data_end, __heap_base;
#define STACK_LOW (((uintptr_t) &__data_end + 15) & ~(uintptr_t) 15)
#define STACK_HIGH ((uintptr_t) &__heap_base)
#endif

#define MIX 0x9e3779b9u
#define WORDS_4(n) MIX *(n), MIX *(n + 1), MIX *(n + 2), MIX *(n + 3)
#define WORDS_16(n) WORDS_4(n), WORDS_4(n + 4), WORDS_4(n + 8), WORDS_4(n + 12)
#define WORDS_64(n) WORDS_16(n), WORDS_16(n + 16), WORDS_16(n + 32), WORDS_16(n + 48)
#define WORDS_256(n) WORDS_64(n), WORDS_64(n + 64), WORDS_64(n + 128), WORDS_64(n + 192)

// Never written by this program.
static volatile uint32_t initialised[256] = {WORDS_256(1)};
static volatile uint32_t zeroed[1024];

static uint32_t damaged_words(void) {
    uint32_t damaged = 0;
    for (uint32_t i = 0; i < sizeof initialised / sizeof *initialised; i++) {
        damaged += initialised[i] != MIX * (i + 1);
    }
    for (uint32_t i = 0; i < sizeof zeroed / sizeof *zeroed; i++) {
        damaged += zeroed[i] != 0;
    }
    return damaged;
}

static unsigned char pattern(uintptr_t address) {
    return (unsigned char) ((address * MIX) >> 24);
}

static void fill(uintptr_t from, uintptr_t to) {
    for (uintptr_t address = from; address < to; address++) {
        *(volatile unsigned char *) address = pattern(address);
    }
}

static uint32_t damaged_bytes(uintptr_t from, uintptr_t to) {
    uint32_t damaged = 0;
    for (uintptr_t address = from; address < to; address++) {
        damaged += *(volatile unsigned char *) address != pattern(address);
    }
    return damaged;
}

// Recurses until little is left, fills that too, and checks each frame on the way back.
__attribute__((noinline)) static uint32_t use_stack(uintptr_t low) {
    volatile unsigned char frame[112];
    uintptr_t start = (uintptr_t) frame;
    uintptr_t end = start + sizeof frame;
    fill(start, end);
    uint32_t damaged;
    if (start - low >= 2 * sizeof frame) {
        damaged = use_stack(low);
    } else {
        fill(low, start);
        damaged = damaged_bytes(low, start);
    }
    return damaged + damaged_bytes(start, end);
}

static char result[512];

static uint32_t run(
        struct text *text, const char *tag, uint32_t tag_length, const char *record, uint32_t record_length) {
    uint32_t words_before = damaged_words();
    uint32_t crc = crc32(0, record, record_length);
    uint32_t tag_crc = crc32(0, tag, tag_length);
    uint32_t stack = use_stack(STACK_LOW);
    uint32_t words = words_before + damaged_words();
    text_literal(text, "{\"len\":");
    text_unsigned(text, record_length);
    text_literal(text, ",\"crc\":");
    text_unsigned(text, crc);
    text_literal(text, ",\"crc_after\":");
    text_unsigned(text, crc32(0, record, record_length));
    text_literal(text, ",\"tag_crc\":");
    text_unsigned(text, tag_crc);
    text_literal(text, ",\"tag_crc_after\":");
    text_unsigned(text, crc32(0, tag, tag_length));
    text_literal(text, ",\"stack\":");
    text_unsigned(text, (uint32_t) (STACK_HIGH - STACK_LOW));
    text_literal(text, ",\"damaged_stack_bytes\":");
    text_unsigned(text, stack);
    text_literal(text, ",\"damaged_data_words\":");
    text_unsigned(text, words);
    text_bytes(text, "}", 2);
    return stack + words;
}

// Says what is damaged.
FILTER(report) {
    UNUSED(time_sec), UNUSED(time_nsec);
    struct text text = {result, 0, sizeof result};
    run(&text, tag, tag_length, record, record_length);
    return result;
}

// Traps if anything is damaged, and returns its record otherwise.
FILTER(strict) {
    UNUSED(time_sec), UNUSED(time_nsec);
    struct text text = {result, 0, sizeof result};
    if (run(&text, tag, tag_length, record, record_length) != 0) {
        __builtin_trap();
    }
    return record;
}
