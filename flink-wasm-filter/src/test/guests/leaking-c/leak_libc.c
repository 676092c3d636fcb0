// Adds "length" to the record, in a block from malloc that nobody ever frees: the most common defect of filters in
// C, since the host does not free what a filter returns. Returns null when malloc does.

#include <stdlib.h>

#include "../guest.h"

FILTER(add_length) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec);
    struct text result = {NULL, 0, (size_t) record_length + 32};
    result.data = malloc(result.capacity);
    if (result.data == NULL) {
        return NULL;
    }
    text_open_record(&result, record, record_length);
    text_literal(&result, "\"length\":");
    text_unsigned(&result, record_length);
    text_bytes(&result, "}", 2);
    return result.data;
}
