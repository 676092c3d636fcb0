package io.github.flinkwasm.kafka;

import java.time.Duration;

/**
 * One {@code kill -9}, or two at once, and what came of it.
 *
 * @param completedCheckpoint the newest when it was over
 * @param recovery from the kill to the first complete checkpoint of the job that went on
 */
record Kill(
        Victim victim,
        Moment moment,
        long restoredCheckpoint,
        long completedCheckpoint,
        Duration recovery) {

    /** Who is killed. */
    enum Victim {
        TASK_MANAGER("one TaskManager", 1),
        JOB_MANAGER("the JobManager", 1),
        JOB_MANAGER_AND_TASK_MANAGER("the JobManager and a TaskManager", 2),
        ALL_TASK_MANAGERS("both TaskManagers", 2);

        private final String description;
        private final int processes;

        Victim(String description, int processes) {
            this.description = description;
            this.processes = processes;
        }

        int processes() {
            return processes;
        }

        /** Each in its turn, TaskManagers more often. */
        static Victim ofKill(int number) {
            return switch (number % 8) {
                case 2, 6 -> JOB_MANAGER;
                case 5 -> JOB_MANAGER_AND_TASK_MANAGER;
                case 7 -> ALL_TASK_MANAGERS;
                default -> TASK_MANAGER;
            };
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /** When it is killed: always with events on their way. */
    enum Moment {
        ANY_TIME("any time"),
        CHECKPOINT_UNDER_WAY("a checkpoint under way"),
        CHECKPOINT_COMPLETED("a checkpoint just completed");

        private final String description;

        Moment(String description) {
            this.description = description;
        }

        /** Each in its turn; three and eight share no factor, so everyone is killed at each. */
        static Moment ofKill(int number) {
            return values()[number % values().length];
        }

        @Override
        public String toString() {
            return description;
        }
    }
}
