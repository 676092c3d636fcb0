package io.github.flinkwasm.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.client.program.ProgramParametrizationException;
import org.junit.jupiter.api.Test;

/** How the command ends where Flink runs it. */
class FlinkProgramTest {

    @Test
    void returnsAfterSuccess() {
        assertThatCode(() -> FlinkProgram.run("check", "--wasm", CommandRun.IDENTITY, "--json"))
                .doesNotThrowAnyException();
    }

    @Test
    void throwsTheLinesThatItWouldPrintAtItsEnd() {
        assertThatThrownBy(() -> FlinkProgram.run("replay", "--no-such-option"))
                .isInstanceOf(ProgramParametrizationException.class)
                .hasMessage(
                        "wasm-filter: Unknown option: '--no-such-option'%nTry \"wasm-filter replay --help\"."
                                .formatted());
    }

    @Test
    void throwsWhatIsWrongWithTheModule() {
        assertThatThrownBy(() -> FlinkProgram.run("check", "--wasm", "not-there.wasm"))
                .isInstanceOf(ProgramParametrizationException.class)
                .hasMessageStartingWith("wasm-filter: Module not-there.wasm does not exist")
                .hasMessageNotContaining("\n");
    }

    @Test
    void throwsTheStatusOfACommandThatHasSaidMoreBefore() {
        assertThatThrownBy(
                        () ->
                                FlinkProgram.run(
                                        "check", "--wasm", CommandRun.WAYS_OUT, "--function", "no"))
                .isInstanceOf(ProgramParametrizationException.class)
                .hasMessage("wasm-filter: exit status 3");
    }
}
