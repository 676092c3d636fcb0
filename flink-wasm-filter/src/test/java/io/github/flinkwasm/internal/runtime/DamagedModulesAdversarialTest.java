package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real modules cut off at every byte and damaged at random: they are refused with a {@link
 * ModuleRejectedException}, or they run and end within their limits with results or a {@link
 * GuestTrap}. Nothing else ever comes out.
 */
@Timeout(600)
class DamagedModulesAdversarialTest {
    private static final ModuleLimits LIMITS =
            new ModuleLimits(64, 1 << 20, 1_000, Duration.ofMillis(50));

    /** 20,000 have run without a finding; -Dadversarial.rounds=20000 repeats that. */
    private static final int ROUNDS = Integer.getInteger("adversarial.rounds", 4_000);

    private static final long CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wat/runtime/everything",
                "echo/rust/rust_unknown",
                "echo/assemblyscript/assemblyscript_managed"
            })
    void moduleCutOffAtAnyByteIsRefusedOrWhole(String guest) {
        // Given
        byte[] whole = TestGuest.bytes(guest);
        Map<String, Integer> outcomes = new TreeMap<>();

        for (int length = 0; length < whole.length; length++) {
            // When
            String outcome = parse(Arrays.copyOf(whole, length));

            // Then
            outcomes.merge(outcome, 1, Integer::sum);
        }
        assertThat(outcomes.keySet()).isSubsetOf("refused", "parsed");
        // Only where a section ends, and all that is missing is optional.
        assertThat(outcomes.get("refused")).isGreaterThan(whole.length - 10);
    }

    private static String parse(byte[] bytes) {
        try {
            ModuleParser.describe(ModuleParser.parse(bytes, "cut off"), bytes.length);
            return "parsed";
        } catch (ModuleRejectedException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(1_000);
            return "refused";
        }
    }

    @Test
    void damagedModulesAreRefusedOrEndWithinTheirLimits() {
        // Given
        byte[] whole = TestGuest.bytes("wat/runtime/everything");
        Random random = new Random(20_261_122);
        Map<String, Integer> outcomes = new TreeMap<>();

        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = whole.clone();
            // When
            damage(damaged, random);
            String outcome = use(damaged);

            // Then
            outcomes.merge(outcome, 1, Integer::sum);
        }
        // Whether a damaged start section traps or runs into its limit depends on the machine's
        // speed.
        assertThat(outcomes.keySet()).isSubsetOf("ran", "refused", "trapped at the start");
        assertThat(outcomes.get("ran")).isGreaterThan(ROUNDS / 20);
        assertThat(outcomes.get("refused")).isGreaterThan(ROUNDS / 20);
    }

    /**
     * One to three bytes behind the header, to any value, to one that is common in modules, or by
     * one bit.
     */
    private static void damage(byte[] module, Random random) {
        int bytes = 1 + random.nextInt(3);
        for (int i = 0; i < bytes; i++) {
            int position = 8 + random.nextInt(module.length - 8);
            switch (random.nextInt(4)) {
                case 0 -> module[position] = (byte) random.nextInt(256);
                case 1 -> module[position] = (byte) (random.nextInt(8) - 4);
                case 2 -> module[position] ^= (byte) (1 << random.nextInt(8));
                default -> module[position] = module[8 + random.nextInt(module.length - 8)];
            }
        }
    }

    private static String use(byte[] module) {
        CompiledModule compiled;
        try {
            compiled = ModuleCompiler.compile(module, "damaged");
        } catch (ModuleRejectedException refused) {
            return "refused";
        }
        try (GuestInstance instance =
                new Instantiation(compiled, LIMITS).create(List.of(), List.of())) {
            for (Export export : compiled.description().exports()) {
                if (export.kind() == Kind.FUNCTION) {
                    call(instance, export);
                }
            }
            instance.restore(instance.snapshot());
            return "ran";
        } catch (ModuleRejectedException refused) {
            return "refused";
        } catch (GuestTrap trap) {
            return "trapped at the start";
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
