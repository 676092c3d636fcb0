package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.internal.codec.JsonText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String GUESTS = "classpath:guests/command-line/";

    @Test
    void reportSaysWhatAModuleIs() {
        // When
        CommandRun check = check(GUESTS + "shapes.wasm", "--function", "version_2");

        // Then
        assertThat(check.exitStatus()).isZero();
        assertThat(check.err()).isEmpty();
        assertThat(check.out())
                .contains(
                        """
                        Module
                          uri        classpath:guests/command-line/shapes.wasm
                          size       284 bytes
                          sha256     27d6a204a14a40933ed953c9b8b86b0c4bdb2e90c45116ec397e8d16930030b1
                          made with  (the module does not say)
                          functions  6

                        Filters
                          version_1  ABI version 1
                          version_2  ABI version 2  <- --function

                        Exports
                          memory              memory
                          a\\u001b[31mname     global
                          version_1           function (i32, i32, i32, i32, i32, i32) -> i32
                          version_2           function (i32, i32, i32, i32, i32, i32) -> i64
                          too_few             function (i32, i32) -> i32
                          __wasm_call_ctors   function () -> ()
                          _start              function () -> ()
                          asyncify_get_state  function () -> i32

                        Imports
                          env.no_such_function  UNRESOLVED, function (i32) -> i32
                          env.malloc            UNRESOLVED, function (i64) -> i32
                          env.free              libc builtin, function (i32) -> ()

                        Memory
                          initial    2 pages (128 KiB)
                          maximum    4,096 pages (256 MiB)
                          effective  2,048 pages (128 MiB)

                        Tables
                          table 0    3 elements; 1,000,000 are allowed

                        Arguments
                          Tag and record lie in the host window above the guest's memory;\
                        """
                                .stripTrailing())
                .containsPattern(
                        """
                        Start code
                          __wasm_call_ctors
                          started in [0-9,]+ ms; memory is then 2 pages \\(128 KiB\\)
                        """);
    }

    @Test
    void reportSaysWhatCouldGoWrongAndWhatToDo() {
        // When
        CommandRun check = check(GUESTS + "shapes.wasm");

        // Then
        assertThat(unwrapped(check.out()))
                .contains(
                        "warning: 2 imported functions that the host does not offer:"
                                + " env.no_such_function (i32) -> i32, env.malloc (i64) -> i32"
                                + " (offered is (i32) -> i32) -> The filter loads")
                .contains(
                        "note: The memory may grow to 256 MiB by the module's own maximum, but the"
                                + " limit is 128 MiB -> ")
                .contains("note: No malloc and free are exported -> Nothing has to be done here")
                .contains("note: _start is exported, but never called")
                .contains("note: The module is built to be suspended (asyncify)")
                .containsSubsequence("warning: ", "note: ")
                .doesNotContain("accessible_paths");
    }

    @Test
    void guestThatCanAskForFilesIsToldOfFluentBitsDefault(@TempDir Path directory) {
        // When
        CommandRun ungranted = check(GUESTS + "surroundings.wasm");
        CommandRun granted =
                check(GUESTS + "surroundings.wasm", "--accessible-path", directory.toString());

        // Then
        assertThat(unwrapped(ungranted.out()))
                .contains("accessible_paths is \".\"")
                .contains("grant their directory: --accessible-path")
                .doesNotContain("No malloc");
        assertThat(granted.exitStatus()).isZero();
        assertThat(granted.out()).doesNotContain("accessible_paths");
    }

    @Test
    void functionsThatAreTooLargeForTheJitAreNamed() {
        // When
        CommandRun check = check("classpath:examples/c-wasi/redact.wasm");

        // Then
        assertThat(unwrapped(check.out()))
                .containsPattern(
                        "warning: 1 function too large for the JVM's just-in-time compiler.*"
                                + " \\([0-9]+,[0-9]{3}\\)")
                .contains("-XX:-DontCompileHugeMethods")
                .contains("env.java.opts.taskmanager");
    }

    @Test
    void memoryLimitIsTheEffectiveMaximum() {
        // When
        CommandRun check = check(CommandRun.IDENTITY, "--memory", "1 MiB");

        // Then
        assertThat(check.out())
                .contains(
                        """
                          initial    1 page (64 KiB)
                          maximum    (none)
                          effective  16 pages (1 MiB)
                        """);
        assertThat(unwrapped(check.out()))
                .contains(
                        "note: The memory has no maximum of its own -> The memory limit alone"
                                + " bounds it (1 MiB here)");
    }

    @Test
    void managedObjectsAreSaidWhereTheyAreUsed() {
        // When
        CommandRun check = check(GUESTS + "managed.wasm");

        // Then
        assertThat(unwrapped(check.out()))
                .contains("Tag and record lie in objects of AssemblyScript's runtime")
                .contains("Hazards (none)");
    }

    @Test
    void everythingIsStillReportedOfAModuleThatIsRefused() {
        // When
        CommandRun check = check(GUESTS + "start-loop.wasm", "--startup-timeout", "50ms");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(check.err())
                .contains("failed in its start code (TIMEOUT: ")
                .contains("which is __wasm_call_ctors")
                .hasLineCount(1);
        assertThat(unwrapped(check.out()))
                .contains("f ABI version 1")
                .contains("could not be run: see below")
                .contains("refused: Module classpath:guests/command-line/start-loop.wasm");
    }

    @Test
    void moduleWithoutAnyFilterIsRefused() {
        // When
        CommandRun check = check(GUESTS + "no-filter.wasm");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(check.err()).contains("exports no filter: no function takes (i32, i32, i32,");
    }

    @Test
    void whatStartCodePrintsIsShown() {
        // When
        CommandRun check = check(GUESTS + "start-speaks.wasm");

        // Then
        assertThat(check.exitStatus()).isZero();
        assertThat(check.out()).contains("Start code\n  _initialize\n");
        assertThat(check.err()).isEqualTo("guest: ready\n");
    }

    @Test
    void jsonSaysTheSameOnOneLine() throws Exception {
        // When
        CommandRun check = check(GUESTS + "shapes.wasm", "--json");

        // Then
        assertThat(check.exitStatus()).isZero();
        assertThat(check.out()).hasLineCount(1);
        assertThat(JsonText.compact(check.out().strip()))
                .contains("\"filters\":[{\"name\":\"version_1\",\"abi_version\":1},")
                .contains(
                        "{\"name\":\"malloc\",\"kind\":\"function\",\"signature\":\"(i64) -> i32\","
                                + "\"module\":\"env\",\"resolved_by\":\"nobody\"}")
                .contains(
                        "\"memory\":{\"initial_pages\":2,\"maximum_pages\":4096,"
                                + "\"effective_maximum_pages\":2048}")
                .contains("\"argument_placement\":\"host_window\"")
                .contains("\"start_code\":[\"__wasm_call_ctors\"]")
                .contains("\"hazards\":[{\"level\":\"warning\",")
                .endsWith("\"usable\":true}");
    }

    @Test
    void jsonOfARefusedModuleSaysSo() {
        // When
        CommandRun check = check(GUESTS + "no-filter.wasm", "--json");

        // Then
        assertThat(check.exitStatus()).isEqualTo(ExitStatus.MODULE_REFUSED);
        assertThat(check.out()).contains("\"level\":\"refused\"").contains("\"usable\":false}");
    }

    private static CommandRun check(String uri, String... more) {
        String[] args = new String[3 + more.length];
        args[0] = "check";
        args[1] = "--wasm";
        args[2] = uri;
        System.arraycopy(more, 0, args, 3, more.length);
        return CommandRun.of("", args);
    }

    /** Line breaks and indentation as single spaces: where a line is broken is no claim. */
    private static String unwrapped(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
