package io.github.flinkwasm.internal.codec;

/** Why a JSON text is malformed: the half of the message that says what was allowed. */
enum JsonProblem {
    NONE(""),
    VALUE("a JSON value is needed there"),
    KEY("a key in double quotes is needed there"),
    KEY_OR_END("a key in double quotes or } is needed there"),
    COLON("a colon is needed there"),
    COMMA_OR_BRACE("a comma or } is needed there"),
    COMMA_OR_BRACKET("a comma or ] is needed there"),
    ESCAPE("after a backslash only one of \"\\/bfnrtu is allowed"),
    HEX_DIGIT("\\u takes four hexadecimal digits"),
    RAW_NUL("a string holds a zero character as \\u0000 only"),
    DIGIT("a digit is needed there"),
    LEADING_ZERO("a number must not begin with a zero that another digit follows"),
    LITERAL("only true, false and null are written without quotes"),
    NUMBER_TOO_LARGE("a number must be finite as a double"),
    NUMBER_TOO_LONG("a number must not have more characters than the limit");

    private final String rule;

    JsonProblem(String rule) {
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
