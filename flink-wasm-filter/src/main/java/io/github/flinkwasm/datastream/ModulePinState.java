package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.module.ModulePin;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in every checkpoint which module a job runs, and holds a restored job to it.
 *
 * <p>The pin lies in operator broadcast state, written by every subtask: state of this kind
 * survives rescaling, and unlike union list state it does not stop checkpoints when a subtask of a
 * bounded job has finished. Keys and values have Flink's own serializers, so a savepoint names no
 * class of this library; the layout of the values is that of {@link ModulePin}. Both are permanent.
 */
final class ModulePinState {
    private static final Logger LOG = LoggerFactory.getLogger(ModulePinState.class);

    static final MapStateDescriptor<String, byte[]> DESCRIPTOR =
            new MapStateDescriptor<>(
                    "wasm-filter-module",
                    StringSerializer.INSTANCE,
                    BytePrimitiveArraySerializer.INSTANCE);

    private static final String PIN = "pin";
    private static final String MODULE = "module";

    private final BroadcastState<String, byte[]> state;
    private final ModulePin pin;

    private ModulePinState(BroadcastState<String, byte[]> state, ModulePin pin) {
        this.state = state;
        this.pin = pin;
    }

    /**
     * Compares the restored pin, if there is one, with the filter's module, and puts the filter's
     * into the state.
     *
     * @param filter with a pinned module
     * @throws SuppressRestartsException if the restored state names another module and an upgrade
     *     is not allowed: the job ends at once, since no restart could change that
     */
    static ModulePinState initialize(FunctionInitializationContext context, WasmFilter filter)
            throws Exception {
        BroadcastState<String, byte[]> state =
                context.getOperatorStateStore().getBroadcastState(DESCRIPTOR);
        String sha256 = filter.module().sha256().orElseThrow();
        byte[] stored = state.get(PIN);
        int generation = 1;
        if (stored != null) {
            ModulePin restored = readPin(stored);
            boolean same = restored.sha256().equals(sha256);
            if (!same && !filter.modulePersistence().allowUpgradeOnRestore()) {
                throw new SuppressRestartsException(
                        new ModuleRejectedException(refusal(restored, filter)));
            }
            generation = same ? restored.generation() : restored.generation() + 1;
            if (!same) {
                state.remove(MODULE);
                LOG.warn(
                        "Upgrading on restore: the checkpoint was written with module {} (sha256"
                                + " {}), the job now runs {}, generation {}.",
                        restored.uri(),
                        restored.sha256(),
                        filter.module(),
                        generation);
            }
        }
        ModulePin pin = new ModulePin(sha256, generation, displayUri(filter));
        state.put(PIN, pin.toBytes());
        return new ModulePinState(state, pin);
    }

    /** Without the credentials that the URI may hold: a checkpoint is no place for them. */
    private static String displayUri(WasmFilter filter) {
        return ModuleReference.of(filter.module().uri()).toString();
    }

    private static ModulePin readPin(byte[] stored) {
        try {
            return ModulePin.fromBytes(stored);
        } catch (IllegalArgumentException unreadable) {
            throw new SuppressRestartsException(
                    new ModuleRejectedException(
                            String.valueOf(unreadable.getMessage()), unreadable));
        }
    }

    private static String refusal(ModulePin restored, WasmFilter filter) {
        return "The restored state was written with module "
                + restored.uri()
                + ", sha256 "
                + restored.sha256()
                + ", but the job is configured with "
                + displayUri(filter)
                + ", sha256 "
                + filter.module().sha256().orElse("unknown")
                + ". To go on with the old module, pin it: ModuleReference.pinned(uri, \""
                + restored.sha256()
                + "\"); it may be in the module store, or in the state if it was embedded. To"
                + " change the module, restore once with module.allow-upgrade-on-restore"
                + " (ModulePersistence.withAllowUpgradeOnRestore(true)). Restore with claim mode"
                + " NO_CLAIM: under CLAIM, Flink may discard the savepoint of a job that fails.";
    }

    /** 1 for the first module of a job, one more with every change. */
    int generation() {
        return pin.generation();
    }

    /** The module's bytes from the restored checkpoint, if it carries them. Not verified. */
    byte @Nullable [] embeddedModule() throws Exception {
        return state.get(MODULE);
    }

    /** Lets every checkpoint from now on carry the module's bytes, or no longer. */
    void embedModule(byte @Nullable [] module) throws Exception {
        if (module == null) {
            state.remove(MODULE);
        } else {
            state.put(MODULE, module);
        }
    }
}
