// Built as Fluent Bit's example in C is: no library, and what is undefined becomes an import of `env`, where the host
// has malloc, printf, sprintf and more.

#include "../../guest.h"

void *malloc(size_t size);
int printf(const char *format, ...);
int sprintf(char *buffer, const char *format, ...);
int puts(const char *line);
int putchar(int c);
size_t strlen(const char *text);
void *memset(void *block, int byte, size_t length);
_Noreturn void exit(int status);
_Noreturn void abort(void);

// A block of 1,024 bytes in each call, and never a free. The tag must be one that needs no escape in JSON.
FILTER(describe) {
    UNUSED(tag_length);
    char *result = malloc(1024);
    if (result == NULL) {
        return NULL;
    }
    printf("%s: %u bytes\n", tag, record_length);
    sprintf(result, "{\"tag\":\"%s\",\"tag_length\":%d,\"time\":\"%u.%09u\",\"record_length\":%u,\"first\":\"%c\"}", tag,
            (int) strlen(tag), time_sec, time_nsec, record_length, record[record_length - 1]);
    return result;
}

// One line by each of printf, puts and putchar, then half a line.
FILTER(print) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record_length);
    printf("printf %d %s\n", -1, "line");
    puts("puts line");
    const char *line = "putchar line\n";
    while (*line != '\0') {
        putchar(*line++);
    }
    printf("half a ");
    return record;
}

FILTER(write_past_block) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    char *block = malloc(16);
    sprintf(block, "{\"text\":\"%s\"}", "longer than the block that is to hold it");
    return block;
}

FILTER(set_past_block) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record);
    char *block = malloc(16);
    memset(block, 'x', 16 + record_length);
    return block;
}

// Asks for blocks until there are none, and returns null as a filter does that has none.
FILTER(exhaust) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    while (malloc(1024) != NULL) {
    }
    return NULL;
}

FILTER(call_exit) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    exit(3);
}

FILTER(call_abort) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    abort();
}
