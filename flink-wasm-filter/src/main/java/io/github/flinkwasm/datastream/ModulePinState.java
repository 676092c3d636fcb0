package io.github.flinkwasm.datastream;

import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.internal.module.ModulePin;
import io.github.flinkwasm.internal.upgrade.CompletedUpgrade;
import io.github.flinkwasm.internal.upgrade.PlannedUpgrade;
import io.github.flinkwasm.internal.upgrade.UpgradePlan;
import java.util.function.Function;
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

    /** How the pinned module came to run, where that was an upgrade of the running job. */
    private static final String UPGRADE = "upgrade";

    /** What was to be done when the checkpoint was taken, where there is a control stream. */
    private static final String PLAN = "plan";

    private final BroadcastState<String, byte[]> state;
    private final WasmFilter configured;
    private final @Nullable CompletedUpgrade restoredUpgrade;
    private ModulePin pin;

    private ModulePinState(
            BroadcastState<String, byte[]> state,
            WasmFilter configured,
            @Nullable CompletedUpgrade restoredUpgrade,
            ModulePin pin) {
        this.state = state;
        this.configured = configured;
        this.restoredUpgrade = restoredUpgrade;
        this.pin = pin;
    }

    /**
     * Compares the restored pin, if there is one, with the filter's module, and pins what is to
     * run: the filter's module, or the one that took its place by an upgrade of the running job.
     *
     * @param filter with a pinned module
     * @throws SuppressRestartsException if the restored state names another module and an upgrade
     *     is not allowed: the job ends at once, since no restart could change that
     */
    static ModulePinState initialize(FunctionInitializationContext context, WasmFilter filter)
            throws Exception {
        BroadcastState<String, byte[]> state =
                context.getOperatorStateStore().getBroadcastState(DESCRIPTOR);
        byte[] stored = state.get(PIN);
        if (stored == null) {
            return pinned(state, filter, 1);
        }
        ModulePin restored = read(stored, ModulePin::fromBytes);
        byte[] storedUpgrade = state.get(UPGRADE);
        if (storedUpgrade != null) {
            CompletedUpgrade upgrade = read(storedUpgrade, CompletedUpgrade::fromBytes);
            if (sha256(filter).equals(upgrade.configuredSha256())) {
                LOG.info(
                        "Going on with upgrade {} of the checkpoint, module {}, in the place of"
                                + " the configured {}.",
                        upgrade.upgrade().id(),
                        upgrade.upgrade().module(),
                        filter.module());
                return new ModulePinState(state, filter, upgrade, restored);
            }
            // The filter is configured anew: with the module of the upgrade, or with another one.
            state.remove(UPGRADE);
        }
        if (restored.sha256().equals(sha256(filter))) {
            return pinned(state, filter, restored.generation());
        }
        if (!filter.modulePersistence().allowUpgradeOnRestore()) {
            throw new SuppressRestartsException(
                    new ModuleRejectedException(refusal(restored, filter)));
        }
        state.remove(MODULE);
        LOG.warn(
                "Upgrading on restore: the checkpoint was written with module {} (sha256 {}), the"
                        + " job now runs {}, generation {}.",
                restored.uri(),
                restored.sha256(),
                filter.module(),
                restored.generation() + 1);
        return pinned(state, filter, restored.generation() + 1);
    }

    private static ModulePinState pinned(
            BroadcastState<String, byte[]> state, WasmFilter filter, int generation)
            throws Exception {
        ModulePin pin = new ModulePin(sha256(filter), generation, displayUri(filter));
        state.put(PIN, pin.toBytes());
        return new ModulePinState(state, filter, null, pin);
    }

    private static String sha256(WasmFilter filter) {
        return filter.module().sha256().orElseThrow();
    }

    /** Without the credentials that the URI may hold: a checkpoint is no place for them. */
    private static String displayUri(WasmFilter filter) {
        return ModuleReference.of(filter.module().uri()).toString();
    }

    private static <T> T read(byte[] stored, Function<byte[], T> reader) {
        try {
            return reader.apply(stored);
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

    /** The filter with the module that is to run. */
    WasmFilter filter() {
        return restoredUpgrade == null ? configured : restoredUpgrade.upgrade().applyTo(configured);
    }

    /** The upgrade by which the restored module came to run; null if it was configured. */
    @Nullable CompletedUpgrade restoredUpgrade() {
        return restoredUpgrade;
    }

    /**
     * Pins the module of an upgrade in the place of the one before.
     *
     * @param module its bytes, if checkpoints are to carry them
     */
    void upgradeTo(PlannedUpgrade upgrade, byte @Nullable [] module) throws Exception {
        pin = new ModulePin(upgrade.sha256(), pin.generation() + 1, upgrade.module().uri());
        state.put(PIN, pin.toBytes());
        state.put(UPGRADE, new CompletedUpgrade(upgrade, sha256(configured)).toBytes());
        embedModule(module);
    }

    /** What was to be done when the restored checkpoint was taken; null if nothing. */
    @Nullable UpgradePlan restoredPlan() throws Exception {
        byte[] stored = state.get(PLAN);
        return stored == null ? null : read(stored, UpgradePlan::fromBytes);
    }

    /** Lets the next checkpoint know what is still to be done; null for nothing. */
    void keepPlan(@Nullable UpgradePlan plan) throws Exception {
        if (plan == null) {
            state.remove(PLAN);
        } else {
            state.put(PLAN, plan.toBytes());
        }
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
