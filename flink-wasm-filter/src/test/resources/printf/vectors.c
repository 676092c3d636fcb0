/*
 * Writes vectors.txt: what the C library of this machine prints for formats and arguments.
 * One case a line, its fields separated by tabs: format, arguments, expected text.
 *
 *     gcc -O0 -w vectors.c -o vectors && ./vectors > vectors.txt
 *
 * An argument is i:decimal (4 bytes), l:decimal (8 bytes), d:hexadecimal bits of a double, or s:text; several are
 * separated by a blank. Tabs, line breaks, backslashes and bytes that are not printable ASCII are written \xNN,
 * and so are blanks in text arguments.
 *
 * A guest's long and size_t have 32 bits, this machine's may have 64: where a format names them (l, z, t), only
 * values are used that print the same in both.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static char text[1 << 16];

static void escaped(const char *bytes, int length, int blanks) {
    for (int i = 0; i < length; i++) {
        unsigned char c = (unsigned char) bytes[i];
        if (c < 0x20 || c >= 0x7f || c == '\\' || (blanks && c == ' ')) {
            printf("\\x%02x", c);
        } else {
            putchar(c);
        }
    }
}

static void begin(const char *format) {
    escaped(format, (int) strlen(format), 0);
    putchar('\t');
}

static void end(int length) {
    putchar('\t');
    escaped(text, length, 0);
    putchar('\n');
}

static void integer(const char *format, int32_t value) {
    begin(format);
    printf("i:%d", value);
    end(snprintf(text, sizeof text, format, value));
}

/* For formats with l, z or t, whose argument is a long on this machine. */
static void small_long(const char *format, int32_t value) {
    begin(format);
    printf("i:%d", value);
    end(snprintf(text, sizeof text, format, (long) value));
}

static void long_long(const char *format, int64_t value) {
    begin(format);
    printf("l:%lld", (long long) value);
    end(snprintf(text, sizeof text, format, (long long) value));
}

static void floating(const char *format, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    begin(format);
    printf("d:%016llx", (unsigned long long) bits);
    end(snprintf(text, sizeof text, format, value));
}

static void string(const char *format, const char *value) {
    begin(format);
    printf("s:");
    escaped(value, (int) strlen(value), 1);
    end(snprintf(text, sizeof text, format, value));
}

#define EACH(i, array) for (size_t i = 0; i < sizeof(array) / sizeof(array[0]); i++)

int main(void) {
    const char *ints[] = {"%d", "%i", "%5d", "%-5d|", "%05d", "%+d", "% d", "%+5d", "%.3d", "%8.3d", "%-8.3d|",
        "%08.3d", "%.0d", "%5.0d", "%+.0d", "%u", "%10u", "%o", "%#o", "%#.3o", "%#.0o", "%x", "%X", "%#x", "%#X",
        "%#10x", "%-#10x|", "%#010x", "%#.8x", "%12.8X", "%hd", "%hhd", "%hu", "%hhu", "%hhx", "%hx", "%+05i",
        "%- 5d|", "%+ d", "%00005d", "%-05d|", "%#.0x", "%.10d", "%.10u", "%3d%%", "a%db"};
    int32_t int_values[] = {0, 1, -1, 7, 42, -42, 12345, 255, 256, 65535, -32769, 2147483647, (-2147483647 - 1)};
    EACH(f, ints) EACH(v, int_values) integer(ints[f], int_values[v]);

    const char *longs[] = {"%ld", "%li", "%5ld", "%zd", "%td", "%-12ld|"};
    EACH(f, longs) EACH(v, int_values) small_long(longs[f], int_values[v]);
    const char *unsigned_longs[] = {"%lu", "%lx", "%zu", "%#lx", "%lo"};
    int32_t small[] = {0, 1, 4096, 2147483647};
    EACH(f, unsigned_longs) EACH(v, small) small_long(unsigned_longs[f], small[v]);

    const char *wide[] = {"%lld", "%llu", "%llx", "%#llX", "%llo", "%25lld", "%025lld", "%-25lld|", "%+lld", "%.25lld",
        "%jd", "%ju"};
    int64_t wide_values[] = {0, 1, -1, 4294967296LL, -4294967297LL, 1234567890123456789LL, INT64_MAX, INT64_MIN};
    EACH(f, wide) EACH(v, wide_values) long_long(wide[f], wide_values[v]);

    const char *floats[] = {"%f", "%F", "%.0f", "%#.0f", "%.1f", "%.2f", "%.10f", "%.20f", "%10.3f", "%-10.3f|", "%010.3f",
        "%+.3f", "% .3f", "%e", "%E", "%.0e", "%#.0e", "%.1e", "%.15e", "%.17e", "%15.4e", "%-15.4e|", "%015.4e", "%+e",
        "%g", "%G", "%.0g", "%.1g", "%.3g", "%.10g", "%.15g", "%.16g", "%.17g", "%#g", "%#.3g", "%12g", "%-12g|", "%012g",
        "%+g", "% g", "%.40f", "%.40e", "%.40g", "%#.40g", "%lf", "%5.0f", "%05f"};
    double float_values[] = {0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.125, 0.1, 0.3, 100.0, 123456.0, 1234567.0, 999999.5,
        9999995.0, 0.0001, 0.00001234, 0.000099999995, 3.14159265358979, -2.71828, 1e10, 1e15, 1e16, 1e17, 1e21, 1e22, 1e100,
        1e-10, 1e-100, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.9999999, 9.5, 0.05, 0.25, 0.35, 1e5, 1e6,
        123456789.0, 4503599627370497.5, 9007199254740993.0, 72057594037927936.0, 0.1 + 0.2, 1.0 / 3.0, -1e-7, 1e23};
    EACH(f, floats) EACH(v, float_values) {
        /* Every format with a handful, every number with a handful, and a mixture of the rest. */
        if (f < 4 || v < 8 || (f * 31 + v * 17) % 5 == 0) floating(floats[f], float_values[v]);
    }
    double not_finite[] = {1.0 / 0.0, -1.0 / 0.0, 0.0 / 0.0, -(0.0 / 0.0)};
    const char *not_finite_formats[] = {"%f", "%F", "%e", "%E", "%g", "%G", "%8f", "%08f", "%-8f|", "%+f", "% f", "%.3f"};
    EACH(f, not_finite_formats) EACH(v, not_finite) floating(not_finite_formats[f], not_finite[v]);

    const char *strings[] = {"%s", "%10s", "%-10s|", "%.3s", "%10.3s", "%-10.3s|", "%.0s|", "%.20s", "<%s>", "%1s", "%05s"};
    const char *string_values[] = {"", "a", "abc", "hello, world", "tab\tand\nline", "gr\xc3\xbc\xc3\x9f"};
    EACH(f, strings) EACH(v, string_values) string(strings[f], string_values[v]);

    const char *characters[] = {"%c", "%5c", "%-5c|", "%c%%"};
    int32_t character_values[] = {'a', ' ', '%', 0, 200, 321};
    EACH(f, characters) EACH(v, character_values) integer(characters[f], character_values[v]);

    const char *pointers[] = {"%p", "%12p", "%-12p|"};
    int32_t pointer_values[] = {0, 1, 65536, 2147483647};
    EACH(f, pointers) EACH(v, pointer_values) small_long(pointers[f], pointer_values[v]);

    const char *several = "%d %s %5.2f|%-4d|%c %llx %u%%";
    begin(several);
    double pi = 3.14159;
    uint64_t bits;
    memcpy(&bits, &pi, sizeof bits);
    printf("i:-3 s:x d:%016llx i:7 i:65 l:1099511627775 i:50", (unsigned long long) bits);
    end(snprintf(text, sizeof text, several, -3, "x", pi, 7, 65, 1099511627775LL, 50));

    /* Width and precision from arguments, positive and negative. */
    int stars[] = {0, 3, 8, -8};
    EACH(w, stars) EACH(p, stars) {
        begin("%*.*d|");
        printf("i:%d i:%d i:%d", stars[w], stars[p], 42);
        end(snprintf(text, sizeof text, "%*.*d|", stars[w], stars[p], 42));
        begin("%*.*s|");
        printf("i:%d i:%d s:%s", stars[w], stars[p], "abcdef");
        end(snprintf(text, sizeof text, "%*.*s|", stars[w], stars[p], "abcdef"));
        begin("%*.*f|");
        printf("i:%d i:%d d:%016llx", stars[w], stars[p], (unsigned long long) bits);
        end(snprintf(text, sizeof text, "%*.*f|", stars[w], stars[p], pi));
    }
    return 0;
}
