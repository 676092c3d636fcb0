package io.github.flinkwasm.kafka;

import io.github.flinkwasm.kafka.job.ThreeTopicsJob;

/** What can become of an event, and the topic where it is to be found then. */
enum Outcome {
    EMITTED(ThreeTopicsJob.EMITTED),
    DROPPED(ThreeTopicsJob.DROPPED),
    FAILED(ThreeTopicsJob.FAILED);

    private final String topic;

    Outcome(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }
}
