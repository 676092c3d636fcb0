package io.github.flinkwasm.internal.execution;

import static io.github.flinkwasm.internal.execution.TestFilters.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkwasm.AccessiblePath;
import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FilterLimits;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.execution.HostileGuests.Guest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guests that misbehave on records whose first key starts with "b" (see guests/wat/hostile): such
 * an event ends within its limit as {@link HostileGuests} says, and the next one is right, under
 * every reset policy and on every compile path. Guests that cannot even be opened are refused with
 * a message, in time.
 */
class HostileGuestsAdversarialTest {
    private static final Path DIRECTORY = Path.of("src/test/guests/wat/hostile");
    private static final String README = "src/test/guests/README.md";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static final Duration TIMEOUT = Duration.ofMillis(40);
    private static final Duration STARTUP_TIMEOUT = Duration.ofMillis(200);

    /** Nothing here works for so long; what does not end on a busy machine either hangs. */
    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(30);

    /** In units of 6 or 7 bytes of bytecode; HotSpot's limit is 8,000 bytes. */
    private static final int OVER_THE_JIT_LIMIT = 1_500;

    /** A JVM method has less than 64 KiB. */
    private static final int OVER_THE_METHOD_LIMIT = 12_000;

    private static final List<String> SHORT_SEQUENCE = List.of("k", "bad", "k");
    private static final List<String> LONG_SEQUENCE = List.of("k", "bad", "k", "bad", "k");

    /** So often a good event may time out on a busy machine before that is its outcome. */
    private static final int TRIES = 5;

    @TempDir private static Path work;

    /** What decides how a function runs: the size of its JVM method. */
    enum CompilePath {
        /** As it is: bytecode that the JVM compiles to machine code. */
        COMPILED,

        /** Every function over 8,000 bytes of bytecode, which HotSpot interprets for ever. */
        INTERPRETED_BY_THE_JVM
    }

    @BeforeAll
    static void makeTheDirectoryThatGuestsTryToLeave() throws IOException {
        Path granted = Files.createDirectories(granted());
        Files.createDirectory(granted.resolve("in"));
        Files.writeString(granted.resolve("plain"), "may be read");
        Files.writeString(work.resolve("secret"), "may not be read");
        Files.createSymbolicLink(granted.resolve("link"), Path.of("../secret"));
        Files.createSymbolicLink(granted.resolve("out"), Path.of(".."));
    }

    private static Path granted() {
        return work.resolve("granted");
    }

    static List<Arguments> guestsThatRun() {
        List<Arguments> cases = new ArrayList<>();
        for (Guest guest : HostileGuests.all().values()) {
            if (!guest.refused()) {
                cases.add(Arguments.of(guest, CompilePath.COMPILED));
                if (!guest.name().startsWith("large-")) {
                    cases.add(Arguments.of(guest, CompilePath.INTERPRETED_BY_THE_JVM));
                }
            }
        }
        return cases;
    }

    static List<Guest> guestsThatAreRefused() {
        return HostileGuests.all().values().stream().filter(Guest::refused).toList();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("guestsThatRun")
    void endsAsExpectedAndTheNextEventIsRight(Guest guest, CompilePath path) throws Exception {
        // Given: as many executors as policies, so that the module is compiled once
        WasmFilter.Builder filter = filter(guest).setModule(module(guest, path));
        Map<ResetPolicy, List<String>> outcomes = new EnumMap<>(ResetPolicy.class);
        Map<ResetPolicy, List<String>> expected = new EnumMap<>(ResetPolicy.class);
        Duration longest = Duration.ZERO;

        // When
        try (FilterExecutor everyEvent =
                        TestFilters.open(filter.setResetPolicy(ResetPolicy.EVERY_EVENT));
                FilterExecutor auto = TestFilters.open(filter.setResetPolicy(ResetPolicy.AUTO));
                FilterExecutor never = TestFilters.open(filter.setResetPolicy(ResetPolicy.NEVER))) {
            for (FilterExecutor executor : List.of(everyEvent, auto, never)) {
                ResetPolicy policy = executor.filter().resetPolicy();
                outcomes.put(policy, new ArrayList<>());
                expected.put(policy, new ArrayList<>());
                for (String key : guest.timesOut() ? SHORT_SEQUENCE : LONG_SEQUENCE) {
                    byte[] record = record(guest.format(), key);
                    boolean isGood = key.equals("k");
                    long start = System.nanoTime();
                    String outcome = TestFilters.describe(executor.execute(event(record)));
                    longest = max(longest, Duration.ofNanos(System.nanoTime() - start));
                    for (int i = 1; i < TRIES && isGood && outcome.equals("TIMEOUT"); i++) {
                        outcome = TestFilters.describe(executor.execute(event(record)));
                    }
                    outcomes.get(policy).add(outcome);
                    expected.get(policy)
                            .add(
                                    isGood || guest.outcome().equals(HostileGuests.ITS_RECORD)
                                            ? new String(record, StandardCharsets.UTF_8)
                                            : guest.outcome());
                }
            }
            if (path == CompilePath.INTERPRETED_BY_THE_JVM) {
                assertThat(never.compiledModule().hugeMethods()).isNotEmpty();
            }
        }

        // Then
        assertThat(outcomes).isEqualTo(expected);
        assertThat(longest).isLessThan(FAR_TOO_LONG);
    }

    @ParameterizedTest
    @MethodSource("guestsThatAreRefused")
    void isRefusedInTimeWithAReason(Guest guest) throws IOException {
        // Given
        WasmFilter.Builder filter = filter(guest).setModule(module(guest, CompilePath.COMPILED));
        long start = System.nanoTime();

        // When
        ThrowingCallable opening = () -> TestFilters.open(filter).close();

        // Then
        assertThatThrownBy(opening)
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining(guest.name() + ".wasm")
                .hasMessageContaining(guest.outcome())
                .message()
                .doesNotContainPattern("[\\p{Cntrl}]")
                .hasSizeLessThan(1_500);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FAR_TOO_LONG);
    }

    @Test
    void functionOverTheJvmsMethodLimitIsRefused() throws IOException {
        // Given
        byte[] module = Files.readAllBytes(DIRECTORY.resolve("loop.wasm"));
        Path padded = work.resolve("over-the-method-limit.wasm");
        Files.write(padded, PaddedFunctions.in(module, OVER_THE_METHOD_LIMIT));
        WasmFilter.Builder filter =
                WasmFilter.builder()
                        .setModule(ModuleReference.of(padded.toUri().toString()))
                        .setFunctionName("f");

        // When
        ThrowingCallable opening = () -> TestFilters.open(filter).close();

        // Then
        assertThatThrownBy(opening)
                .isInstanceOf(ModuleRejectedException.class)
                .hasMessageContaining("cannot be compiled to JVM bytecode");
    }

    private static WasmFilter.Builder filter(Guest guest) {
        WasmFilter.Builder filter =
                WasmFilter.builder()
                        .setFunctionName("f")
                        .setEventFormat(guest.format())
                        .setLimits(
                                FilterLimits.DEFAULT
                                        .withMemory(MemorySize.ofMebiBytes(40))
                                        .withMaxOutput(MemorySize.ofMebiBytes(1))
                                        .withStartupTimeout(
                                                guest.refused() ? STARTUP_TIMEOUT : FAR_TOO_LONG)
                                        .withCallTimeout(
                                                guest.timesOut() ? TIMEOUT : FAR_TOO_LONG));
        if (guest.name().startsWith("path-")) {
            filter.setAccessiblePaths(List.of(new AccessiblePath("/data", granted().toString())));
        }
        return filter;
    }

    private static ModuleReference module(Guest guest, CompilePath path) throws IOException {
        Path file = DIRECTORY.resolve(guest.name() + ".wasm").toAbsolutePath();
        if (path == CompilePath.INTERPRETED_BY_THE_JVM) {
            byte[] padded = PaddedFunctions.in(Files.readAllBytes(file), OVER_THE_JIT_LIMIT);
            file = Files.write(work.resolve(guest.name() + ".wasm"), padded);
        }
        return ModuleReference.of(file.toUri().toString());
    }

    /** An object of one member. Its key starts at byte 2 in both formats. */
    private static byte[] record(EventFormat format, String key) {
        return switch (format) {
            case JSON -> ("{\"" + key + "\":1}").getBytes(StandardCharsets.UTF_8);
            case MSGPACK -> {
                byte[] record = new byte[key.length() + 3];
                record[0] = (byte) 0x81;
                record[1] = (byte) (0xA0 | key.length());
                System.arraycopy(key.getBytes(StandardCharsets.UTF_8), 0, record, 2, key.length());
                record[key.length() + 2] = 1;
                yield record;
            }
        };
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Test
    void timeoutAfterDeniedMemoryIsNotTriedAgain() throws InterruptedException {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/wat/hostile/grow-then-loop.wasm", "f")
                        .setLimits(
                                FilterLimits.DEFAULT
                                        .withMemory(MemorySize.ofMebiBytes(2))
                                        .withCallTimeout(Duration.ofMillis(50)));

        try (FilterExecutor executor = TestFilters.open(filter)) {

            // When
            String outcome = TestFilters.describe(executor.execute(event("{\"bad\":1}")));

            // Then: one reset, for the failure; a second try would have needed another
            assertThat(outcome).isEqualTo("TIMEOUT");
            assertThat(executor.instance().resets()).isEqualTo(1);
        }
    }

    @Test
    void everyHostileGuestIsRunAndListedUnderOnePhrase() throws IOException {
        // Given
        List<String> modules;
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            modules =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".wasm"))
                            .map(name -> name.substring(0, name.length() - ".wasm".length()))
                            .toList();
        }

        // When
        List<String> listed = listedInReadme();

        // Then
        assertThat(modules).hasSizeGreaterThanOrEqualTo(70);
        assertThat(HostileGuests.all().keySet()).containsExactlyInAnyOrderElementsOf(modules);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(modules);
    }

    /** The names in the rows of the table under "Hostile guests". */
    private static List<String> listedInReadme() throws IOException {
        List<String> names = new ArrayList<>();
        boolean inSection = false;
        for (String line : Files.readAllLines(Path.of(README))) {
            if (line.startsWith("#")) {
                inSection = line.equals("### Hostile guests");
            } else if (inSection && line.startsWith("|")) {
                NAME.matcher(line).results().map(match -> match.group(1)).forEach(names::add);
            }
        }
        return names;
    }

    @Test
    void loggingAndClassLoadingStillWorkAfterRecursionThroughTheHost() throws Exception {
        // Given
        WasmFilter.Builder filter =
                TestFilters.filter("guests/wat/hostile/recursion-host-call.wasm", "f");

        // When
        try (FilterExecutor executor = TestFilters.open(filter)) {
            for (int i = 0; i < 20; i++) {
                assertThat(TestFilters.describe(executor.execute(event("{\"bad\":1}"))))
                        .isEqualTo("STACK_EXHAUSTED");
            }
        }

        // Then: these classes were not needed before, so they are initialized now
        assertThat(java.time.chrono.ThaiBuddhistDate.of(2569, 1, 1).isLeapYear()).isFalse();
        assertThat(String.format("%,.3f %s", Math.PI, java.util.Currency.getInstance("THB")))
                .contains("THB");
        org.slf4j.LoggerFactory.getLogger("after-recursion").info("logging works");
        assertThat(new java.util.Formatter().format("%e", 1e300).toString())
                .isEqualTo("1.000000e+300");
    }
}
