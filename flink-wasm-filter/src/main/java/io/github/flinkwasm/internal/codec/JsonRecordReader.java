package io.github.flinkwasm.internal.codec;

import com.fasterxml.jackson.core.io.NumberInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads checked JSON. Why not Jackson's parser? With its table of keys switched off, which a guest
 * could fill, it decodes the whole text into characters first.
 */
final class JsonRecordReader implements RecordReader {
    private static final byte[] NOTHING = {};
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    /** A number of so few characters, one of them a point, has 15 digits: a double holds them. */
    private static final int CHARACTERS_OF_DOUBLE = 16;

    private byte[] json = NOTHING;
    private int at;

    /** Whether the innermost open object or array has given nothing yet. */
    private boolean first;

    private ValueKind kind = ValueKind.NULL;
    private int start;
    private int end;
    private boolean escaped;
    private long integer;

    @Override
    public void start(byte[] record) {
        json = record;
        at = 0;
    }

    @Override
    public ValueKind next() throws MalformedRecordException {
        skipWhiteSpace();
        start = at;
        byte lead = peek();
        kind =
                switch (lead) {
                    case '{' -> open(ValueKind.OBJECT);
                    case '[' -> open(ValueKind.ARRAY);
                    case '"' -> {
                        readString();
                        yield ValueKind.STRING;
                    }
                    case 't' -> literal(TRUE, ValueKind.BOOLEAN);
                    case 'f' -> literal(FALSE, ValueKind.BOOLEAN);
                    case 'n' -> literal(NULL, ValueKind.NULL);
                    default -> number();
                };
        return kind;
    }

    private ValueKind open(ValueKind opened) {
        at++;
        first = true;
        return opened;
    }

    @Override
    public int nextField(FieldNames names, int expected) throws MalformedRecordException {
        if (!nextMember('}')) {
            return END_OF_OBJECT;
        }
        readKey();
        return escaped ? names.find(string()) : names.find(json, start, end, expected);
    }

    @Override
    public @Nullable String nextKey() throws MalformedRecordException {
        if (!nextMember('}')) {
            return null;
        }
        readKey();
        return string();
    }

    @Override
    public boolean nextElement() throws MalformedRecordException {
        return nextMember(']');
    }

    /** Goes behind the comma or the closing bracket; says whether something follows. */
    private boolean nextMember(char closing) throws MalformedRecordException {
        skipWhiteSpace();
        if (peek() == closing) {
            at++;
            first = false;
            return false;
        }
        if (!first) {
            expect(',');
            skipWhiteSpace();
        }
        first = false;
        return true;
    }

    private void readKey() throws MalformedRecordException {
        if (peek() != '"') {
            throw unexpected("a key");
        }
        readString();
        skipWhiteSpace();
        expect(':');
    }

    /** Leaves the characters between the quotes in {@code [start, end)}. */
    private void readString() throws MalformedRecordException {
        at++;
        start = at;
        escaped = false;
        while (true) {
            at = JsonBytes.skipPlain(json, at, json.length);
            byte c = peek();
            if (c == '"') {
                end = at++;
                return;
            }
            if (c == '\\') {
                escaped = true;
                at++;
                peek();
            }
            at++;
        }
    }

    private ValueKind number() throws MalformedRecordException {
        boolean negative = json[at] == '-';
        int digits = negative ? at + 1 : at;
        at = JsonBytes.skipDigits(json, digits, json.length);
        if (at == digits) {
            peek();
            throw unexpected("a value");
        }
        int pointOrExponent = at;
        while (at < json.length && isNumberPart(json[at])) {
            at++;
        }
        end = at;
        if (at > pointOrExponent) {
            return ValueKind.DECIMAL;
        }
        return readInteger(digits, negative) ? ValueKind.INTEGER : ValueKind.BIG_INTEGER;
    }

    /** Whether the digits up to {@link #end} are a long; it is in {@link #integer} then. */
    private boolean readInteger(int digits, boolean negative) {
        // Downwards, since there is one more negative long than positive ones.
        long value = 0;
        for (int i = digits; i < end; i++) {
            int digit = json[i] - '0';
            if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                return false;
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return false;
        }
        integer = negative ? value : -value;
        return true;
    }

    private static boolean isNumberPart(byte c) {
        return JsonBytes.isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
    }

    private ValueKind literal(byte[] text, ValueKind literal) throws MalformedRecordException {
        for (byte expected : text) {
            expect(expected);
        }
        end = at;
        return literal;
    }

    @Override
    public void skipRest() throws MalformedRecordException {
        if (kind != ValueKind.OBJECT && kind != ValueKind.ARRAY) {
            return;
        }
        // Only brackets and strings matter: the text is known to be well-formed.
        long depth = 1;
        while (depth > 0) {
            byte c = peek();
            if (c == '"') {
                readString();
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        }
        first = false;
    }

    @Override
    public String string() {
        return escaped ? unescaped() : new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    private String unescaped() {
        StringBuilder text = new StringBuilder(end - start);
        int from = start;
        while (from < end) {
            int to = from;
            while (to < end && json[to] != '\\') {
                to++;
            }
            text.append(new String(json, from, to - from, StandardCharsets.UTF_8));
            from = to < end ? appendEscape(text, to) : to;
        }
        return text.toString();
    }

    /** Appends what the escape at {@code from} stands for and returns the index after it. */
    private int appendEscape(StringBuilder text, int from) {
        byte c = json[from + 1];
        if (c == 'u') {
            // Negative, and so U+FFFF and the like, only in text that no scanner has seen.
            text.append((char) JsonBytes.escapedUnit(json, from, end));
            return Math.min(end, from + JsonBytes.UNICODE_ESCAPE_LENGTH);
        }
        text.append(
                switch (c) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> (char) c;
                });
        return from + 2;
    }

    @Override
    public boolean bool() {
        return json[start] == 't';
    }

    @Override
    public long integer() {
        return integer;
    }

    @Override
    public BigInteger bigInteger() {
        return kind == ValueKind.INTEGER
                ? BigInteger.valueOf(integer)
                : new BigInteger(numberText());
    }

    @Override
    public double floating() {
        // Not from the long: it has no negative zero.
        return kind == ValueKind.INTEGER && integer != 0
                ? (double) integer
                : NumberInput.parseDouble(numberText(), true);
    }

    @Override
    public float singleFloating() {
        return NumberInput.parseFloat(numberText(), true);
    }

    @Override
    public BigDecimal decimal() {
        return kind == ValueKind.INTEGER
                ? BigDecimal.valueOf(integer)
                : new BigDecimal(numberText());
    }

    @Override
    public boolean mayExceedDouble() {
        for (int i = start; i < end; i++) {
            if ((json[i] | 0x20) == 'e') {
                return true;
            }
        }
        return end - start > CHARACTERS_OF_DOUBLE;
    }

    private String numberText() {
        return new String(json, start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] binary() {
        throw new IllegalStateException("JSON has no binary values");
    }

    @Override
    public String describe() {
        return switch (kind) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "the string " + Excerpt.ofStart(string());
            case BOOLEAN -> bool() ? "true" : "false";
            case NULL -> "null";
            default -> "the number " + Excerpt.ofNumber(numberText());
        };
    }

    private void skipWhiteSpace() {
        at = JsonBytes.skipWhiteSpace(json, at, json.length);
    }

    private byte peek() throws MalformedRecordException {
        if (at >= json.length) {
            throw new MalformedRecordException(
                    "The record of " + json.length + " bytes ends inside a JSON value.");
        }
        return json[at];
    }

    private void expect(int expected) throws MalformedRecordException {
        if (peek() != expected) {
            throw unexpected(Excerpt.ofByte((byte) expected));
        }
        at++;
    }

    private MalformedRecordException unexpected(String needed) {
        return new MalformedRecordException(
                "Byte "
                        + Excerpt.ofByte(json[at])
                        + " at offset "
                        + at
                        + " of the record, where JSON needs "
                        + needed
                        + ".");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
