// Says exactly what it was given. `check` returns
//
//   {"crc":CRC-32 of the record,"len":its length,"tag":the tag,"sec":seconds,"nsec":nanoseconds}
//
// and `echo` the same with the record itself as a further member, "record". Before it computes anything, it copies
// the record into blocks of its own allocator: where a host has put the record into memory that the allocator takes
// for its own, the copy destroys what is still to be copied, and CRC and record come out wrong.

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../../guest.h"

// One call's arguments.
struct call {
    const char *tag;
    uint32_t tag_length;
    uint32_t time_sec;
    uint32_t time_nsec;
    const char *record;
    uint32_t record_length;
};

// A part of the copy.
struct piece {
    struct piece *next;
    size_t length;
    char bytes[];
};

enum { PIECE = 3000 };

static void *allocate(size_t size) {
    void *block = malloc(size);
    if (block == NULL) {
        __builtin_trap();
    }
    return block;
}

static struct piece *copy_in_pieces(const char *record, size_t length) {
    struct piece *first = NULL;
    struct piece **last = &first;
    while (length > 0) {
        size_t part = length < PIECE ? length : PIECE;
        struct piece *piece = allocate(sizeof *piece + part);
        piece->next = NULL;
        piece->length = part;
        memcpy(piece->bytes, record, part);
        *last = piece;
        last = &piece->next;
        record += part;
        length -= part;
    }
    return first;
}

// ---- MessagePack ----

static void big_endian(struct text *text, unsigned char marker, uint32_t number, unsigned bytes) {
    char encoded = (char) marker;
    text_bytes(text, &encoded, 1);
    while (bytes-- > 0) {
        encoded = (char) (number >> 8 * bytes);
        text_bytes(text, &encoded, 1);
    }
}

static void pack_unsigned(struct text *text, uint32_t number) {
    if (number < 0x80) {
        big_endian(text, (unsigned char) number, 0, 0);
    } else if (number <= UINT16_MAX) {
        big_endian(text, 0xcd, number, 2);
    } else {
        big_endian(text, 0xce, number, 4);
    }
}

static void pack_string(struct text *text, const char *bytes, size_t length) {
    if (length < 32) {
        big_endian(text, (unsigned char) (0xa0 + length), 0, 0);
    } else {
        big_endian(text, 0xdb, (uint32_t) length, 4);
    }
    text_bytes(text, bytes, length);
}

// ---- the result ----

static void key(struct text *text, bool packed, const char *name) {
    if (packed) {
        pack_string(text, name, strlen(name));
    } else {
        text_bytes(text, text->length == 0 ? "{" : ",", 1);
        text_string(text, name, strlen(name));
        text_bytes(text, ":", 1);
    }
}

static void number(struct text *text, bool packed, const char *name, uint32_t value) {
    key(text, packed, name);
    if (packed) {
        pack_unsigned(text, value);
    } else {
        text_unsigned(text, value);
    }
}

// The last result; the next call frees it.
static struct text result;

static void run(const struct call *call, bool packed, bool with_record) {
    free(result.data);
    struct piece *copy = copy_in_pieces(call->record, call->record_length);
    uint32_t crc = 0;
    for (struct piece *piece = copy; piece != NULL; piece = piece->next) {
        crc = crc32(crc, piece->bytes, piece->length);
    }
    result.length = 0;
    result.capacity = QUOTED(call->tag_length) + 128 + (with_record ? call->record_length : 0);
    result.data = allocate(result.capacity);
    if (packed) {
        big_endian(&result, with_record ? 0x86 : 0x85, 0, 0);
    }
    number(&result, packed, "crc", crc);
    number(&result, packed, "len", call->record_length);
    key(&result, packed, "tag");
    if (packed) {
        pack_string(&result, call->tag, call->tag_length);
    } else {
        text_string(&result, call->tag, call->tag_length);
    }
    number(&result, packed, "sec", call->time_sec);
    number(&result, packed, "nsec", call->time_nsec);
    if (with_record) {
        key(&result, packed, "record");
    }
    while (copy != NULL) {
        struct piece *next = copy->next;
        if (with_record) {
            text_bytes(&result, copy->bytes, copy->length);
        }
        free(copy);
        copy = next;
    }
    if (!packed) {
        text_bytes(&result, "}", 1);
    }
}

static const char *version_1(const struct call *call, bool packed, bool with_record) {
    run(call, packed, with_record);
    if (!packed) {
        text_bytes(&result, "", 1);
    }
    return result.data;
}

static uint64_t version_2(const struct call *call, bool packed, bool with_record) {
    run(call, packed, with_record);
    return (uint64_t) result.length << 32 | (uintptr_t) result.data;
}

#define CALL (&(struct call) {tag, tag_length, time_sec, time_nsec, record, record_length})

FILTER(check) {
    return version_1(CALL, false, false);
}

FILTER(echo) {
    return version_1(CALL, false, true);
}

FILTER_V2(check_v2) {
    return version_2(CALL, false, false);
}

FILTER_V2(echo_v2) {
    return version_2(CALL, false, true);
}

FILTER(check_msgpack) {
    return version_1(CALL, true, false);
}

FILTER(echo_msgpack) {
    return version_1(CALL, true, true);
}

FILTER_V2(check_msgpack_v2) {
    return version_2(CALL, true, false);
}

FILTER_V2(echo_msgpack_v2) {
    return version_2(CALL, true, true);
}
