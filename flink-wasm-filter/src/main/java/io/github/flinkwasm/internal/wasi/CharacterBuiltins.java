package io.github.flinkwasm.internal.wasi;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * {@code isalpha} and its family, in the C locale: only ASCII counts, anything else is in no class.
 */
final class CharacterBuiltins {
    private CharacterBuiltins() {}

    static void register(HostFunctionTable env) {
        test(env, "isupper", c -> isBetween(c, 'A', 'Z'));
        test(env, "isalpha", CharacterBuiltins::isAlpha);
        test(env, "isspace", CharacterBuiltins::isSpace);
        test(env, "isgraph", c -> isBetween(c, '!', '~'));
        test(env, "isprint", c -> isBetween(c, ' ', '~'));
        test(env, "isdigit", CharacterBuiltins::isDigit);
        test(env, "isxdigit", c -> digit(c) < 16);
        test(env, "isalnum", c -> isAlpha(c) || isDigit(c));
        map(env, "tolower", CharacterBuiltins::toLower);
        map(env, "toupper", c -> isBetween(c, 'a', 'z') ? c - 'a' + 'A' : c);
    }

    private static void test(HostFunctionTable env, String name, IntPredicate isIn) {
        env.addLeaf(name, "i:i", (call, a) -> isIn.test((int) a[0]) ? 1 : 0);
    }

    private static void map(HostFunctionTable env, String name, IntUnaryOperator mapping) {
        env.addLeaf(name, "i:i", (call, a) -> mapping.applyAsInt((int) a[0]));
    }

    static int toLower(int c) {
        return isBetween(c, 'A', 'Z') ? c - 'A' + 'a' : c;
    }

    static boolean isSpace(int c) {
        return c == ' ' || isBetween(c, '\t', '\r');
    }

    static boolean isDigit(int c) {
        return isBetween(c, '0', '9');
    }

    private static boolean isAlpha(int c) {
        return isBetween(toLower(c), 'a', 'z');
    }

    /** The value of a digit in a base up to 36, or 36. */
    static int digit(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        return isAlpha(c) ? toLower(c) - 'a' + 10 : 36;
    }

    private static boolean isBetween(int c, char first, char last) {
        return c >= first && c <= last;
    }
}
