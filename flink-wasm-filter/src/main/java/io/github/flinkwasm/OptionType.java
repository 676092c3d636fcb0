package io.github.flinkwasm;

import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

/**
 * How values of options are read and written.
 *
 * @param name what the reference calls it
 * @param allowed what a value looks like, as the end of "must be …"
 * @param parse throws {@link IllegalArgumentException} for anything else
 * @param format writes what {@code parse} reads
 */
record OptionType<T>(
        String name, String allowed, Function<String, T> parse, Function<T, String> format) {

    /** As the command line takes it, and as {@code date +%s.%N} prints it. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");

    static final OptionType<String> TEXT =
            new OptionType<>("text", "text", Function.identity(), Function.identity());

    static final OptionType<Boolean> BOOLEAN =
            new OptionType<>(
                    "`true` or `false`",
                    "true or false",
                    text -> oneOf(List.of(true, false), String::valueOf, text),
                    String::valueOf);

    static final OptionType<Integer> COUNT =
            new OptionType<>(
                    "whole number",
                    "a whole number",
                    text -> Integer.valueOf(text.strip()),
                    String::valueOf);

    static final OptionType<Long> NUMBER =
            new OptionType<>(
                    "whole number",
                    "a whole number of 64 bits",
                    text -> Long.valueOf(text.strip()),
                    String::valueOf);

    static final OptionType<Instant> TIME =
            new OptionType<>(
                    "time",
                    "a time: in UTC, such as 2026-11-22T09:30:00Z, or in seconds since 1970",
                    OptionType::time,
                    Instant::toString);

    static final OptionType<String> SHA_256 =
            new OptionType<>(
                    "64 hexadecimal digits",
                    "64 hexadecimal digits, as sha256sum prints them",
                    Function.identity(),
                    Function.identity());

    static final OptionType<AbiVersion> ABI_VERSION =
            new OptionType<>(
                    "`1` or `2`",
                    "1 or 2",
                    text -> oneOf(List.of(AbiVersion.values()), OptionType::number, text),
                    OptionType::number);

    static final OptionType<Duration> DURATION =
            new OptionType<>(
                    "duration",
                    "a duration: a whole number and ns, us, ms, s, min, h or d, such as 500 ms",
                    TimeUtils::parseDuration,
                    TimeUtils::formatWithHighestUnit);

    static final OptionType<MemorySize> SIZE =
            new OptionType<>(
                    "size",
                    "a size: a whole number and b, kb, mb or gb (units of 1,024), such as 64 mb",
                    MemorySize::parse,
                    MemorySize::toString);

    static final OptionType<List<AccessiblePath>> PATHS =
            new OptionType<>(
                    "`[GUEST=]HOST`, with commas between",
                    "[GUEST=]HOST, with commas between them",
                    text -> entries(text).stream().map(OptionType::accessiblePath).toList(),
                    OptionType::formatPaths);

    /** Fluent Bit's list, in which an equals sign is part of a name like any other. */
    static final OptionType<List<AccessiblePath>> FLUENT_BIT_PATHS =
            new OptionType<>(
                    "directories, with commas between",
                    "directories, with commas between them",
                    text -> entries(text).stream().map(AccessiblePath::of).toList(),
                    PATHS.format);

    static final OptionType<List<AccessiblePath>> WRITABLE_PATHS =
            new OptionType<>(
                    PATHS.name,
                    PATHS.allowed,
                    text ->
                            PATHS.parse.apply(text).stream()
                                    .map(AccessiblePath::withWriteAccess)
                                    .toList(),
                    paths ->
                            PATHS.format.apply(
                                    paths.stream()
                                            .map(
                                                    path ->
                                                            new AccessiblePath(
                                                                    path.guestPath(),
                                                                    path.hostPath()))
                                            .toList()));

    /** Keys that sign artifacts, as they stand between the first and last line of a PEM file. */
    static final OptionType<List<PublicKey>> PUBLIC_KEYS =
            new OptionType<>(
                    "Ed25519 public keys in Base64, with commas between",
                    "Ed25519 public keys in X.509 encoding as Base64, with commas between them",
                    text -> entries(text).stream().map(OptionType::publicKey).toList(),
                    keys ->
                            keys.stream()
                                    .map(
                                            key ->
                                                    Base64.getEncoder()
                                                            .encodeToString(key.getEncoded()))
                                    .collect(Collectors.joining(",")));

    /** All variables under one key, as Flink writes the value of an option of this type. */
    static final OptionType<Map<String, String>> VARIABLES =
            new OptionType<>(
                    "text",
                    "NAME:VALUE, with commas between them; or a key env.NAME for each",
                    OptionType::variables,
                    // As an option each variable has a key of its own.
                    variables -> "");

    /** One of the words of an enumeration: {@code SIDE_OUTPUT} is written {@code side-output}. */
    static <E extends Enum<E>> OptionType<E> words(Class<E> type) {
        List<E> values = List.of(type.getEnumConstants());
        return new OptionType<>(
                alternatives(values.stream().map(value -> "`" + word(value) + "`")),
                alternatives(values.stream().map(OptionType::word)),
                text -> oneOf(values, OptionType::word, text.replace('_', '-')),
                OptionType::word);
    }

    private static String alternatives(Stream<String> words) {
        String all = words.collect(Collectors.joining(", "));
        int lastComma = all.lastIndexOf(", ");
        return all.substring(0, lastComma) + " or" + all.substring(lastComma + 1);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static PublicKey publicKey(String base64) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException noKey) {
            throw new IllegalArgumentException(noKey);
        }
    }

    private static Instant time(String text) {
        Matcher seconds = SECONDS.matcher(text.strip());
        if (seconds.matches()) {
            BigDecimal nanos = new BigDecimal(text.strip()).movePointRight(9);
            BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        }
        try {
            return Instant.parse(text.strip());
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private static String number(AbiVersion version) {
        return String.valueOf(version.number());
    }

    private static Map<String, String> variables(String text) {
        ConfigOption<Map<String, String>> map =
                ConfigOptions.key("variables").mapType().defaultValue(Map.of());
        return Configuration.fromMap(Map.of(map.key(), text)).get(map);
    }

    private static <T> T oneOf(List<T> values, Function<T, String> word, String text) {
        return values.stream()
                .filter(value -> word.apply(value).equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown word"));
    }

    private static AccessiblePath accessiblePath(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0
                ? AccessiblePath.of(entry)
                : new AccessiblePath(
                        entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
    }

    private static List<String> entries(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static String formatPaths(List<AccessiblePath> paths) {
        List<String> entries = new ArrayList<>();
        for (AccessiblePath path : paths) {
            String entry =
                    path.guestPath().equals(path.hostPath()) && path.guestPath().indexOf('=') < 0
                            ? path.guestPath()
                            : path.guestPath() + "=" + path.hostPath();
            if (!PATHS.parse.apply(entry).equals(List.of(path))) {
                throw new InvalidConfigurationException(
                        ("The accessible path %s, which the guest sees as %s, cannot be written as"
                             + " an option: there a comma ends an entry, the first equals sign ends"
                             + " the guest's name, and white space around them does not count."
                             + " Rename the directory, or describe the filter in Java.")
                                .formatted(
                                        Quoted.of(path.hostPath()), Quoted.of(path.guestPath())));
            }
            entries.add(entry);
        }
        return String.join(",", entries);
    }
}
