// What the C test guests share: text that is put together piece by piece, and CRC-32. Needs no C library.

#ifndef GUEST_H
#define GUEST_H

#include <stddef.h>
#include <stdint.h>

// A version 1 filter as a host calls it. The name of the C function is the name of the export.
#define FILTER(name)                                                                                        \
    __attribute__((export_name(#name))) const char *name(                                                   \
            const char *tag, uint32_t tag_length, uint32_t time_sec, uint32_t time_nsec, const char *record, \
            uint32_t record_length)

// A version 2 filter: the result is length << 32 | address.
#define FILTER_V2(name)                                                                                     \
    __attribute__((export_name(#name))) uint64_t name(                                                      \
            const char *tag, uint32_t tag_length, uint32_t time_sec, uint32_t time_nsec, const char *record, \
            uint32_t record_length)

#define UNUSED(parameter) ((void) (parameter))

// Text in a block that whoever made it owns. Writing past the block is a defect of the guest: it traps.
struct text {
    char *data;
    size_t length;
    size_t capacity;
};

static inline void text_bytes(struct text *text, const char *bytes, size_t length) {
    if (length > text->capacity - text->length) {
        __builtin_trap();
    }
    for (size_t i = 0; i < length; i++) {
        text->data[text->length + i] = bytes[i];
    }
    text->length += length;
}

static inline void text_literal(struct text *text, const char *literal) {
    size_t length = 0;
    while (literal[length] != '\0') {
        length++;
    }
    text_bytes(text, literal, length);
}

// Writes digit by digit: from a local array of digits, filled by a loop and then copied, clang 14 at -O2 copies only
// the first (its pass MemCpyOpt takes the others for undefined).
static inline void text_unsigned(struct text *text, uint32_t number) {
    uint32_t unit = 1;
    while (number / unit >= 10) {
        unit *= 10;
    }
    for (; unit != 0; unit /= 10) {
        char digit = (char) ('0' + number / unit % 10);
        text_bytes(text, &digit, 1);
    }
}

// The most that text_string writes for `length` bytes.
#define QUOTED(length) (6 * (size_t) (length) + 2)

static inline void text_string(struct text *text, const char *bytes, size_t length) {
    text_bytes(text, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char) bytes[i];
        if (c == '"' || c == '\\') {
            char escape[] = {'\\', (char) c};
            text_bytes(text, escape, 2);
        } else if (c < 0x20) {
            char escape[] = {'\\', 'u', '0', '0', (char) ('0' + (c >> 4)), "0123456789abcdef"[c & 15]};
            text_bytes(text, escape, 6);
        } else {
            text_bytes(text, bytes + i, 1);
        }
    }
    text_bytes(text, "\"", 1);
}

// The record without its closing brace, and the comma that a further member needs.
static inline void text_open_record(struct text *text, const char *record, size_t length) {
    while (length > 0 && record[length - 1] != '}') {
        length--;
    }
    if (length < 2) {
        __builtin_trap();
    }
    text_bytes(text, record, length - 1);
    if (record[length - 2] != '{') {
        text_bytes(text, ",", 1);
    }
}

// CRC-32 as in zip and Java's java.util.zip.CRC32. Begin with 0; the CRC of two parts is that of the second,
// begun with the CRC of the first.
static inline uint32_t crc32(uint32_t crc, const char *bytes, size_t length) {
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    crc = ~crc;
    for (size_t i = 0; i < length; i++) {
        crc ^= (unsigned char) bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

#endif
