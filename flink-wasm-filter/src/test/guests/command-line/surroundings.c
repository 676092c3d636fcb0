// Tells what it can see of its surroundings: returns {"region":the variable REGION,"note":the first line of
// /notes/note.txt}, with null for what is not there. Prints the tag on stdout, and a line with a terminal's escape
// sequence on stderr.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../guest.h"

static char result[4096];

static void text_or_null(struct text *text, const char *value) {
    if (value == NULL) {
        text_literal(text, "null");
    } else {
        text_string(text, value, strlen(value));
    }
}

FILTER(surroundings) {
    UNUSED(time_sec);
    UNUSED(time_nsec);
    UNUSED(record);
    UNUSED(record_length);
    printf("called with tag %.*s\n", (int) tag_length, tag);
    fflush(stdout);
    fputs("careful, \x1b[31mred\n", stderr);

    char line[256];
    const char *note = NULL;
    FILE *file = fopen("/notes/note.txt", "r");
    if (file != NULL) {
        note = fgets(line, sizeof line, file);
        fclose(file);
    }

    struct text text = {result, 0, sizeof result};
    text_literal(&text, "{\"region\":");
    text_or_null(&text, getenv("REGION"));
    text_literal(&text, ",\"note\":");
    text_or_null(&text, note);
    text_literal(&text, "}");
    text_bytes(&text, "", 1);
    return text.data;
}
