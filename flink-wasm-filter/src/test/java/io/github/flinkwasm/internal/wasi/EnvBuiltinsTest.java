package io.github.flinkwasm.internal.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.runtime.HostFunction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvBuiltinsTest {
    private final GuestOutput output = new GuestOutput();
    private final EnvBuiltins builtins = new EnvBuiltins(output, GuestClocks.SYSTEM, 1 << 20);
    private final FakeGuestCall call = new FakeGuestCall();
    private final BoundFunctions env = new BoundFunctions(builtins, "env", call);

    /**
     * Name and signature of everything that Fluent Bit 5.1.1's runtime offers in env, threads
     * apart.
     */
    @Test
    void offersWhatFluentBitsRuntimeOffers() {
        // When
        List<String> offered =
                builtins.functions().stream().map(f -> f.name() + f.signature()).toList();

        // Then
        assertThat(offered)
                .contains(
                        named("i32, i32", "i32", "printf", "vprintf", "strchr", "strcmp", "strcpy"))
                .contains(named("i32, i32", "i32", "realloc", "calloc", "strspn", "strcspn"))
                .contains(named("i32, i32", "i32", "strstr", "clock_gettime"))
                .contains(named("i32, i32, i32", "i32", "sprintf", "vsprintf", "memcmp", "memcpy"))
                .contains(named("i32, i32, i32", "i32", "memmove", "memset", "strncmp", "strncpy"))
                .contains(named("i32, i32, i32", "i32", "strtol", "strtoul", "memchr"))
                .contains(named("i32, i32, i32", "i32", "strncasecmp", "emscripten_memcpy_big"))
                .contains(named("i32, i32, i32, i32", "i32", "snprintf", "vsnprintf"))
                .contains(named("i32", "i32", "puts", "putchar", "strlen", "malloc", "strdup"))
                .contains(named("i32", "i32", "_strdup", "atoi", "isupper", "isalpha", "isspace"))
                .contains(named("i32", "i32", "isgraph", "isprint", "isdigit", "isxdigit"))
                .contains(named("i32", "i32", "tolower", "toupper", "isalnum"))
                .contains(named("i32", "i32", "__cxa_allocate_exception"))
                .contains(named("i32", "()", "free", "exit", "abort", "abortStackOverflow"))
                .contains(named("i32", "()", "nullFunc_X", "__cxa_begin_catch"))
                .contains(named("i32, i32, i32", "()", "__cxa_throw"))
                .contains(named("", "i64", "clock"));
    }

    @Test
    void offersNoThreadsAndNothingTwice() {
        // When
        List<HostFunction> functions = builtins.functions();

        // Then
        assertThat(functions)
                .extracting(HostFunction::name)
                .noneMatch(name -> name.startsWith("pthread_") || name.startsWith("sem_"));
        assertThat(functions).extracting(f -> f.name() + f.signature()).doesNotHaveDuplicates();
        assertThat(functions).extracting(HostFunction::module).containsOnly("env");
    }

    @Test
    void givesPrintingHeadroomAndLetsLoopsRunWithout() {
        // When, Then
        assertThat(builtins.functions())
                .filteredOn(HostFunction::leaf)
                .extracting(HostFunction::name)
                .contains("memcpy", "strlen", "isdigit", "atoi", "malloc")
                .doesNotContain("printf", "sprintf", "snprintf", "puts", "putchar", "clock");
    }

    @Test
    void restoresTheHeapAndTheHalfWrittenLine() {
        // Given
        env.call("putchar", 'a');
        int kept = env.call("malloc", 10);
        Object state = builtins.captureState();
        env.call("putchar", 'b');
        env.call("free", kept);

        // When
        builtins.restoreState(state);
        env.call("free", kept);
        env.call("putchar", '\n');

        // Then
        List<String> lines = new ArrayList<>();
        output.flush((stream, text) -> lines.add(text));
        assertThat(lines).containsExactly("ab", "a");
    }

    private static String[] named(String params, String result, String... names) {
        String[] functions = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            functions[i] = names[i] + "(" + params + ") -> " + result;
        }
        return functions;
    }
}
