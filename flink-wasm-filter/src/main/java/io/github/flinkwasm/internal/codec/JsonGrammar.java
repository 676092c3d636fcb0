package io.github.flinkwasm.internal.codec;

/**
 * The JSON grammar as {@link JsonScanner} documents it: walks over one value and remembers why it
 * stopped, whether strings need repairs, and how long the repaired value will be.
 *
 * <p>Methods that read a part of the text return the index after it, or {@code ~i} if the byte at
 * {@code i} cannot stand there or {@code i} is the end of the range. What that means is the
 * scanner's to say.
 */
final class JsonGrammar {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final int maxDepth;
    private final int maxNumberLength;

    /** Which of the open containers are objects, outermost first. */
    private final boolean[] objects;

    private int depth;
    private boolean textEndsAtLimit;
    private JsonProblem problem = JsonProblem.NONE;
    private boolean repairs;
    private long growth;

    JsonGrammar(int maxDepth, int maxNumberLength) {
        this.maxDepth = maxDepth;
        this.maxNumberLength = maxNumberLength;
        this.objects = new boolean[maxDepth];
    }

    /**
     * Reads the value whose first byte is at {@code start}.
     *
     * @param endsText whether {@code limit} ends the text, so that a number may end there
     */
    int read(byte[] bytes, int start, int limit, boolean endsText) {
        depth = 0;
        textEndsAtLimit = endsText;
        problem = JsonProblem.NONE;
        repairs = false;
        growth = 0;
        return value(bytes, start, limit);
    }

    /** Which rule the byte broke at which reading stopped. */
    JsonProblem problem() {
        return problem;
    }

    boolean tooDeep() {
        return depth > maxDepth;
    }

    /** Whether strings of the value need repairs. */
    boolean repairs() {
        return repairs;
    }

    /** By how many bytes the repairs make the value longer. */
    long growth() {
        return growth;
    }

    private int value(byte[] b, int valueAt, int limit) {
        int at = valueAt;
        boolean inObject = false;
        while (true) {
            if (at >= limit) {
                return ~at;
            }
            switch (b[at]) {
                case '{', '[' -> {
                    if (depth++ == maxDepth) {
                        return ~at;
                    }
                    inObject = b[at] == '{';
                    objects[depth - 1] = inObject;
                    at = JsonBytes.skipWhiteSpace(b, at + 1, limit);
                    if (at >= limit || b[at] != (inObject ? '}' : ']')) {
                        if (inObject) {
                            at = key(b, at, limit, JsonProblem.KEY_OR_END);
                            if (at < 0) {
                                return at;
                            }
                        }
                        continue;
                    }
                }
                case '"' -> at = string(b, at + 1, limit);
                case 't' -> at = literal(b, at, limit, TRUE);
                case 'f' -> at = literal(b, at, limit, FALSE);
                case 'n' -> at = literal(b, at, limit, NULL);
                case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
                        at = number(b, at, limit);
                default -> at = refuse(at, JsonProblem.VALUE);
            }
            if (at < 0) {
                return at;
            }
            // A value has ended, or an empty container is about to.
            while (true) {
                if (depth == 0) {
                    return at;
                }
                at = JsonBytes.skipWhiteSpace(b, at, limit);
                if (at >= limit) {
                    return ~at;
                }
                byte next = b[at];
                if (next == (inObject ? '}' : ']')) {
                    at++;
                    depth--;
                    inObject = depth > 0 && objects[depth - 1];
                } else if (next == ',') {
                    at = JsonBytes.skipWhiteSpace(b, at + 1, limit);
                    if (inObject) {
                        at = key(b, at, limit, JsonProblem.KEY);
                        if (at < 0) {
                            return at;
                        }
                    }
                    break;
                } else {
                    return refuse(
                            at,
                            inObject ? JsonProblem.COMMA_OR_BRACE : JsonProblem.COMMA_OR_BRACKET);
                }
            }
        }
    }

    /** Index of the value after a key and its colon. */
    private int key(byte[] b, int keyAt, int limit, JsonProblem otherwise) {
        if (keyAt >= limit || b[keyAt] != '"') {
            return refuse(keyAt, otherwise);
        }
        int at = string(b, keyAt + 1, limit);
        if (at < 0) {
            return at;
        }
        at = JsonBytes.skipWhiteSpace(b, at, limit);
        if (at >= limit || b[at] != ':') {
            return refuse(at, JsonProblem.COLON);
        }
        return JsonBytes.skipWhiteSpace(b, at + 1, limit);
    }

    /** Index after the closing quote of the string whose first character is at {@code at}. */
    private int string(byte[] b, int first, int limit) {
        int at = first;
        while (true) {
            at = JsonBytes.skipPlain(b, at, limit);
            if (at >= limit) {
                return ~at;
            }
            byte c = b[at];
            if (c == '"') {
                return at + 1;
            }
            if (c == '\\') {
                at = escape(b, at, limit);
                if (at < 0) {
                    return at;
                }
            } else if (c < 0) {
                int length = Utf8.sequence(b, at, limit);
                if (length < 0) {
                    repair(Utf8.REPLACEMENT_LENGTH + length);
                    length = -length;
                }
                at += length;
            } else if (c == 0) {
                return refuse(at, JsonProblem.RAW_NUL);
            } else {
                repair(JsonBytes.UNICODE_ESCAPE_LENGTH - 1);
                at++;
            }
        }
    }

    /** Index after the escape whose backslash is at {@code at}. */
    private int escape(byte[] b, int at, int limit) {
        if (limit - at < 2) {
            return ~limit;
        }
        switch (b[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                return unicodeEscape(b, at, limit);
            }
            default -> {
                return refuse(at + 1, JsonProblem.ESCAPE);
            }
        }
    }

    private int unicodeEscape(byte[] b, int at, int limit) {
        int unit = JsonBytes.escapedUnit(b, at, limit);
        if (unit < 0) {
            return refuse(~unit, JsonProblem.HEX_DIGIT);
        }
        int after = at + JsonBytes.UNICODE_ESCAPE_LENGTH;
        if (!Character.isSurrogate((char) unit)) {
            return after;
        }
        if (JsonBytes.isEscapedPair(b, at, limit)) {
            return after + JsonBytes.UNICODE_ESCAPE_LENGTH;
        }
        repair(Utf8.REPLACEMENT_LENGTH - JsonBytes.UNICODE_ESCAPE_LENGTH);
        return after;
    }

    /** Index after the number that starts at {@code first} with a minus sign or a digit. */
    private int number(byte[] b, int first, int limit) {
        int at = b[first] == '-' ? first + 1 : first;
        if (at >= limit || !JsonBytes.isDigit(b[at])) {
            return refuse(at, JsonProblem.DIGIT);
        }
        int integerAt = at;
        at = JsonBytes.skipDigits(b, at, limit);
        int integerDigits = at - integerAt;
        if (integerDigits > 1 && b[integerAt] == '0') {
            return refuse(integerAt + 1, JsonProblem.LEADING_ZERO);
        }
        if (at < limit && b[at] == '.') {
            int fractionAt = at + 1;
            at = JsonBytes.skipDigits(b, fractionAt, limit);
            if (at == fractionAt) {
                return refuse(at, JsonProblem.DIGIT);
            }
        }
        boolean growing = false;
        if (at < limit && (b[at] | 0x20) == 'e') {
            at++;
            growing = true;
            if (at < limit && (b[at] == '+' || b[at] == '-')) {
                growing = b[at] == '+';
                at++;
            }
            int exponentAt = at;
            at = JsonBytes.skipDigits(b, exponentAt, limit);
            if (at == exponentAt) {
                return refuse(at, JsonProblem.DIGIT);
            }
        }
        if (at - first > maxNumberLength) {
            return refuse(first, JsonProblem.NUMBER_TOO_LONG);
        }
        if (at == limit && !textEndsAtLimit) {
            return ~at; // the number may go on
        }
        if ((growing || integerDigits > NumberCheck.ALWAYS_FINITE_DIGITS)
                && NumberCheck.isInfinite(b, first, at)) {
            return refuse(first, JsonProblem.NUMBER_TOO_LARGE);
        }
        return at;
    }

    private int literal(byte[] b, int first, int limit, byte[] literal) {
        for (int i = 1; i < literal.length; i++) {
            if (i >= limit - first || b[first + i] != literal[i]) {
                return refuse(first + i, JsonProblem.LITERAL);
            }
        }
        return first + literal.length;
    }

    private int refuse(int at, JsonProblem why) {
        problem = why;
        return ~at;
    }

    private void repair(int lengthChange) {
        repairs = true;
        growth += lengthChange;
    }
}
