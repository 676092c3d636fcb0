package io.github.flinkwasm.replay.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleLoadException;
import io.github.flinkwasm.WasmFilterException;
import io.github.flinkwasm.replay.output.RecordedDifferenceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task's failure on its way through Flink. */
class JobFailureTest {

    /** An exception of a file system's plugin: nobody else can read it. */
    private static final class PluginException extends IOException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"unused", "serial"}) // it is there to be no object that can be written
        private final Object connection = new Object();

        PluginException() {
            super("503 from the store");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT_FAILED", "INPUT_DAMAGED", "OTHER"})
    void whatWouldComeAgainSuppressesRestarts(ReplayFailedException.Kind kind) {
        // Given
        ReplayFailedException failure = new ReplayFailedException(kind, "It stopped.");

        // When
        RuntimeException thrown = JobFailure.ofTask(failure);

        // Then
        assertThat(thrown).isInstanceOf(SuppressRestartsException.class);
        assertThat(JobFailure.of(thrown)).hasMessage("It stopped.");
    }

    @ParameterizedTest
    @EnumSource(names = {"INPUT_UNREADABLE", "OUTPUT_FAILED"})
    void failureOfAFileSystemMayPass(ReplayFailedException.Kind kind) {
        // Given
        ReplayFailedException busy =
                new ReplayFailedException(kind, "It stopped.", new IOException("503"));
        ReplayFailedException missing =
                new ReplayFailedException(kind, "It stopped.", new FileNotFoundException("x"));

        // When
        RuntimeException afterBusy = JobFailure.ofTask(busy);
        RuntimeException afterMissing = JobFailure.ofTask(missing);

        // Then
        assertThat(afterBusy).isInstanceOf(ReplayFailedException.class);
        assertThat(afterMissing).isInstanceOf(SuppressRestartsException.class);
    }

    @Test
    void recordedOutputThatDiffersIsNotReadAgain() {
        // Given
        IOException damaged =
                new IOException("unusable", new RecordedDifferenceException("another checksum"));
        ReplayFailedException failure =
                new ReplayFailedException(
                        ReplayFailedException.Kind.INPUT_UNREADABLE, "It stopped.", damaged);

        // When
        RuntimeException thrown = JobFailure.ofTask(failure);

        // Then
        assertThat(thrown).isInstanceOf(SuppressRestartsException.class);
    }

    @Test
    void outOfMemoryNamesWhatSetsTheHeapThatWasTooSmall() {
        // Given
        OutOfMemoryError failure = new OutOfMemoryError("Java heap space");

        // When
        RuntimeException here = JobFailure.of(JobFailure.ofTask(failure, false));
        RuntimeException onCluster = JobFailure.of(throughFlink(JobFailure.ofTask(failure, true)));

        // Then
        assertThat(here).hasMessageContaining("WASM_FILTER_OPTS=-Xmx4g");
        assertThat(onCluster)
                .hasMessageContaining("Java heap space")
                .hasMessageContaining("taskmanager.memory.task.heap.size");
        assertThat(onCluster.getMessage()).doesNotContain("WASM_FILTER_OPTS");
    }

    @Test
    void classesOfAPluginDoNotKeepTheMessageFromTheClient() {
        // Given
        ReplayFailedException failure =
                new ReplayFailedException(
                        ReplayFailedException.Kind.OUTPUT_FAILED,
                        "The output cannot be written.",
                        new PluginException());

        // When
        RuntimeException found = JobFailure.of(throughFlink(JobFailure.ofTask(failure)));

        // Then
        assertThat(found)
                .isInstanceOf(ReplayFailedException.class)
                .hasMessage("The output cannot be written.");
        assertThat(((ReplayFailedException) found).kind())
                .isEqualTo(ReplayFailedException.Kind.OUTPUT_FAILED);
        assertThat(Objects.requireNonNull(found.getCause()).getMessage())
                .contains("503 from the store");
    }

    @Test
    void refusedModuleIsFoundAndNotTriedAgain() {
        // Given
        ModuleLoadException failure =
                new ModuleLoadException("No place has the module.", new PluginException());

        // When
        RuntimeException thrown = JobFailure.ofTask(failure);
        RuntimeException found = JobFailure.of(throughFlink(thrown));

        // Then
        assertThat(thrown).isInstanceOf(SuppressRestartsException.class);
        assertThat(found)
                .isInstanceOf(WasmFilterException.class)
                .hasMessage("No place has the module.");
    }

    /** As a client gets it from a TaskManager by way of a JobManager. */
    private static Throwable throughFlink(Throwable thrown) {
        return new RuntimeException(
                new JobExecutionException(
                        new org.apache.flink.api.common.JobID(),
                        "Job execution failed.",
                        new SerializedThrowable(thrown)));
    }
}
