// Greets by way of WASI (printf of wasi-libc ends in fd_write) and returns the record as it is.

#include <stdio.h>

#include "../../guest.h"

FILTER(hello) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record_length);
    printf("Hello from a guest!\n");
    fflush(stdout);
    return record;
}

// Two lines in one write, an error line between, and half a line that a later call may end.
FILTER(hello_in_pieces) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record_length);
    printf("first\nsecond\n");
    fflush(stdout);
    fprintf(stderr, "to stderr\n");
    printf("half a line, ");
    fflush(stdout);
    return record;
}
