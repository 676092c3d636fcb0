package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as a module: refused with a message, or run within its limits. The bytes follow a
 * module's header, which is always the same.
 */
class ModuleLoadingFuzzTest {
    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final ModuleLimits LIMITS =
            new ModuleLimits(64, 64 << 16, 10_000, Duration.ofMillis(50));
    private static final long CALL_NANOS = 10_000_000;

    @FuzzTest(maxDuration = "5s")
    void anyBytes(byte[] sections) {
        byte[] module = Arrays.copyOf(HEADER, HEADER.length + sections.length);
        System.arraycopy(sections, 0, module, HEADER.length, sections.length);
        CompiledModule compiled;
        try {
            compiled = ModuleCompiler.compile(module, "fuzzed");
        } catch (ModuleRejectedException refused) {
            assertThat(refused.getMessage()).hasSizeBetween(40, 1_500);
            return;
        }
        try (GuestInstance instance =
                new Instantiation(compiled, LIMITS).create(List.of(), List.of())) {
            GuestInstance.Snapshot snapshot = instance.snapshot();
            for (Export export : compiled.description().exports()) {
                if (export.kind() == Kind.FUNCTION) {
                    call(instance, export);
                }
            }
            instance.restore(snapshot);
        } catch (ModuleRejectedException | GuestTrap refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static void call(GuestInstance instance, Export export) {
        FunctionSignature signature = export.signature();
        instance.startClock(CALL_NANOS);
        try {
            instance.call(export, new long[signature == null ? 0 : signature.params().size()]);
        } catch (GuestTrap trap) {
            assertThat(trap.getMessage()).isNotBlank();
        } finally {
            instance.stopClock();
        }
    }
}
