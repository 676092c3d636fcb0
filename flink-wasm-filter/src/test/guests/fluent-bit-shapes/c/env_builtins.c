// Calls the host's `env` functions and compares what they do with what C says. Returns
//
//   {"passed":how many comparisons held,"failed":"the names of the others"}

#include "../../guest.h"

void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);
char *strdup(const char *text);
int sprintf(char *buffer, const char *format, ...);
int snprintf(char *buffer, size_t size, const char *format, ...);
int memcmp(const void *left, const void *right, size_t length);
void *memcpy(void *to, const void *from, size_t length);
void *memmove(void *to, const void *from, size_t length);
void *memset(void *block, int byte, size_t length);
void *memchr(const void *block, int byte, size_t length);
char *strchr(const char *text, int c);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, size_t length);
int strncasecmp(const char *left, const char *right, size_t length);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t length);
size_t strlen(const char *text);
size_t strspn(const char *text, const char *accepted);
size_t strcspn(const char *text, const char *rejected);
char *strstr(const char *text, const char *wanted);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
int atoi(const char *text);
int isupper(int c);
int isalpha(int c);
int isspace(int c);
int isgraph(int c);
int isprint(int c);
int isdigit(int c);
int isxdigit(int c);
int isalnum(int c);
int tolower(int c);
int toupper(int c);

static char result[4096];
static uint32_t passed;
static struct text failed;
static char failed_names[2048];

static void expect(const char *name, int held) {
    if (held) {
        passed++;
    } else {
        text_literal(&failed, failed.length == 0 ? "" : " ");
        text_literal(&failed, name);
    }
}

// Does not use what it tests.
static int same(const char *left, const char *right) {
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

static int sign(int number) {
    return (number > 0) - (number < 0);
}

static char out[256];

#define PRINTS(expected, ...) \
    expect(#__VA_ARGS__, sprintf(out, __VA_ARGS__) == (int) sizeof(expected) - 1 && same(out, expected))

static void formats(void) {
    PRINTS("plain %", "plain %%");
    PRINTS("a b", "%s %c", "a", 'b');
    PRINTS("-1 4294967295", "%d %u", -1, -1);
    PRINTS("-2147483648", "%i", (int) 0x80000000);
    PRINTS("ff FF 0 177", "%x %X %x %o", 255, 255, 0, 127);
    PRINTS("[   42] [42   ] [00042]", "[%5d] [%-5d] [%05d]", 42, 42, 42);
    PRINTS("[-0042]", "[%05d]", -42);
    PRINTS("[  abc] [abc  ] [ab]", "[%5s] [%-5s] [%.2s]", "abc", "abc", "abc");
    PRINTS("[    7] [7    ]", "[%*d] [%-*d]", 5, 7, 5, 7);
    PRINTS("-5 5", "%ld %lu", -5L, 5UL);
    PRINTS("-9223372036854775807 18446744073709551615", "%lld %llu", -9223372036854775807LL, 18446744073709551615ULL);
    // A 64-bit argument is aligned to 8 bytes in the argument area, behind one of 32 bits too.
    PRINTS("1 2 3 4", "%d %lld %d %lld", 1, 2LL, 3, 4LL);
    PRINTS("1.500000 -0.250000", "%f %f", 1.5, -0.25);
    PRINTS("3.14 7", "%.2f %d", 3.14159, 7);
    PRINTS("deadbeefcafe", "%llx", 0xdeadbeefcafeULL);
    expect("snprintf fits", snprintf(out, 6, "%d", 12345) == 5 && same(out, "12345"));
    expect("snprintf cuts", snprintf(out, 4, "%d", 12345) == 5 && same(out, "123"));
    out[0] = 'x';
    expect("snprintf of size 0", snprintf(out, 0, "%d", 12345) == 5 && out[0] == 'x');
}

static void memory(void) {
    char *block = malloc(10);
    expect("malloc", block != NULL);
    expect("malloc aligns", ((uintptr_t) block & 7) == 0);
    memset(block, 'a', 9);
    block[9] = '\0';
    expect("memset", same(block, "aaaaaaaaa"));
    char *other = malloc(10);
    expect("malloc gives another", other != NULL && (other >= block + 10 || block >= other + 10));
    memcpy(other, "123456789", 10);
    expect("memcpy", same(other, "123456789") && same(block, "aaaaaaaaa"));
    expect("memmove up", memmove(other + 2, other, 5) == other + 2 && same(other, "121234589"));
    expect("memmove down", memmove(other, other + 2, 5) == other && same(other, "123454589"));
    char *larger = realloc(other, 2000);
    expect("realloc keeps", larger != NULL && same(larger, "123454589"));
    memset(larger, 'b', 2000);
    expect("realloc moves", same(block, "aaaaaaaaa"));
    char *zeroed = calloc(30, 20);
    int zeros = 0;
    for (int i = 0; zeroed != NULL && i < 600; i++) {
        zeros += zeroed[i] == 0;
    }
    expect("calloc", zeros == 600);
    expect("calloc overflow", calloc(0x10000, 0x10001) == NULL);
    char *copy = strdup("copy");
    expect("strdup", copy != NULL && same(copy, "copy"));
    free(copy);
    free(zeroed);
    free(larger);
    free(block);
    free(NULL);
    char *fresh = realloc(NULL, 8);
    expect("realloc of null", fresh != NULL);
    free(fresh);
    // 4 MiB in turn: only what free gave back can serve all of it.
    int served = 0;
    for (int i = 0; i < 1024; i++) {
        char *page = malloc(4096);
        served += page != NULL;
        free(page);
    }
    expect("free", served == 1024);
}

static void texts(void) {
    const char *text = "hello, world";
    expect("memcmp", memcmp("abc", "abd", 2) == 0 && sign(memcmp("abc", "abd", 3)) == -1);
    expect("memcmp unsigned", sign(memcmp("\xff", "a", 1)) == 1);
    expect("memchr", memchr(text, 'w', 12) == text + 7 && memchr(text, 'w', 7) == NULL);
    expect("strchr", strchr(text, 'o') == text + 4 && strchr(text, 'z') == NULL && strchr(text, '\0') == text + 12);
    expect("strcmp", strcmp("a", "a") == 0 && sign(strcmp("a", "b")) == -1 && sign(strcmp("ab", "a")) == 1);
    expect("strncmp", strncmp("abc", "abd", 2) == 0 && sign(strncmp("abc", "abd", 3)) == -1);
    expect("strncasecmp", strncasecmp("HeLLo", "hEllo!", 5) == 0 && sign(strncasecmp("a", "B", 1)) == -1);
    expect("strcpy", strcpy(out, "copied") == out && same(out, "copied"));
    memset(out, 'x', 8);
    expect("strncpy pads", strncpy(out, "ab", 5) == out && out[2] == 0 && out[4] == 0 && out[5] == 'x');
    expect("strncpy cuts", strncpy(out, "abcdef", 3) == out && out[2] == 'c' && out[3] == 0);
    expect("strlen", strlen(text) == 12 && strlen("") == 0);
    expect("strspn", strspn(text, "lhe") == 4 && strspn(text, "") == 0);
    expect("strcspn", strcspn(text, " ,") == 5 && strcspn(text, "") == 12);
    expect("strstr", strstr(text, "o, w") == text + 4 && strstr(text, "ow") == NULL && strstr(text, "") == text);
    char *end;
    const char *number = " -42rest";
    expect("strtol", strtol(number, &end, 10) == -42 && end == number + 4);
    expect("strtol hexadecimal", strtol("0x1F", NULL, 16) == 31 && strtol("0x1F", NULL, 0) == 31);
    expect("strtol octal", strtol("017", NULL, 0) == 15 && strtol("17", NULL, 8) == 15);
    expect("strtol none", strtol("none", &end, 10) == 0);
    expect("strtoul", strtoul("4294967295", NULL, 10) == 4294967295UL);
    expect("atoi", atoi("123abc") == 123 && atoi(" -7") == -7 && atoi("x") == 0);
}

static void characters(void) {
    expect("isupper", isupper('A') && !isupper('a'));
    expect("isalpha", isalpha('z') && !isalpha('1'));
    expect("isspace", isspace('\t') && isspace(' ') && !isspace('x'));
    expect("isgraph", isgraph('!') && !isgraph(' '));
    expect("isprint", isprint(' ') && !isprint('\n'));
    expect("isdigit", isdigit('0') && isdigit('9') && !isdigit('a'));
    expect("isxdigit", isxdigit('f') && isxdigit('F') && !isxdigit('g'));
    expect("isalnum", isalnum('0') && isalnum('Z') && !isalnum('_'));
    expect("tolower", tolower('A') == 'a' && tolower('1') == '1');
    expect("toupper", toupper('z') == 'Z' && toupper('Z') == 'Z');
}

FILTER(verify) {
    UNUSED(tag), UNUSED(tag_length), UNUSED(time_sec), UNUSED(time_nsec), UNUSED(record), UNUSED(record_length);
    passed = 0;
    failed = (struct text) {failed_names, 0, sizeof failed_names};
    formats();
    memory();
    texts();
    characters();
    struct text text = {result, 0, sizeof result};
    text_literal(&text, "{\"passed\":");
    text_unsigned(&text, passed);
    text_literal(&text, ",\"failed\":");
    text_string(&text, failed.data, failed.length);
    text_bytes(&text, "}", 2);
    return text.data;
}
