package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.internal.pool.ResettableInstance;

/**
 * When a guest is put back to its state after start-up. A failed event always resets it, whatever
 * the policy. Belongs to one executor.
 */
interface ResetSchedule {

    static ResetSchedule of(ResetPolicy policy) {
        return switch (policy) {
            case EVERY_EVENT -> (failed, instance) -> true;
            case NEVER -> (failed, instance) -> failed;
            case AUTO -> new AutoReset(new RestoreTuner());
        };
    }

    /** Whether to reset now that an event is done. */
    boolean resetAfter(boolean failed, ResettableInstance instance);
}
