package io.github.flinkwasm.internal.execution;

import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.internal.pool.ResettableInstance;

/**
 * When a guest is put back to its state after start-up. A failed event always resets it, whatever
 * the policy.
 */
enum ResetSchedule {
    /** After every event: no event can see what an earlier one left behind. */
    EVERY_EVENT {
        @Override
        boolean resetAfter(boolean failed, ResettableInstance instance) {
            return true;
        }
    },

    /**
     * After a failure, and when the guest has grown: a leak then costs one restore for every
     * megabyte leaked instead of the memory limit. Growth below that is not worth a restore: a
     * guest that needs a few pages for its work would have to grow again at the next event.
     */
    ON_GROWTH {
        @Override
        boolean resetAfter(boolean failed, ResettableInstance instance) {
            return failed
                    || instance.grownBytes()
                            > Math.max(TOLERATED_GROWTH_BYTES, instance.startBytes() / 2);
        }
    },

    /** Only after a failure: the guest's globals live on from event to event. */
    ON_FAILURE {
        @Override
        boolean resetAfter(boolean failed, ResettableInstance instance) {
            return failed;
        }
    };

    private static final long TOLERATED_GROWTH_BYTES = 1 << 20;

    static ResetSchedule of(ResetPolicy policy) {
        return switch (policy) {
            case EVERY_EVENT -> EVERY_EVENT;
            case AUTO -> ON_GROWTH;
            case NEVER -> ON_FAILURE;
        };
    }

    abstract boolean resetAfter(boolean failed, ResettableInstance instance);
}
