package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/**
 * When an instance goes back to the state it had after start-up. Whatever the policy, that happens
 * after an event that failed, so that the next event meets a healthy instance.
 */
@PublicEvolving
public enum ResetPolicy {
    /**
     * Before every event. No event can learn anything of an earlier one, whatever the guest does;
     * the strictest and slowest.
     */
    EVERY_EVENT,

    /**
     * When it is needed: after failures, when the guest's memory has grown, before the instance is
     * a quarter as old as the guest was seen to survive, and as often as measuring shows to be
     * fastest. A failure, or early on a drop, of an instance that is not fresh counts only once a
     * fresh one has confirmed it: a filter that leaks loses no event. For filters that treat every
     * event alone, which is what a filter has to do. The default.
     */
    AUTO,

    /**
     * Only after failures. Global variables of the guest live from event to event, as in Fluent Bit
     * since 4.1. They are not part of a checkpoint: a job that restarts begins with fresh ones.
     */
    NEVER
}
