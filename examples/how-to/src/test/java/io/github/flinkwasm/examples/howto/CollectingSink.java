package io.github.flinkwasm.examples.howto;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Takes what a job writes; the job has to run in this JVM. */
final class CollectingSink implements Sink<String> {

    private static final long serialVersionUID = 1L;

    private static final ConcurrentHashMap<String, Queue<String>> TAKEN = new ConcurrentHashMap<>();

    private final String id;

    CollectingSink(String name) {
        this.id = name + UUID.randomUUID();
    }

    List<String> taken() {
        return List.copyOf(queue());
    }

    private Queue<String> queue() {
        return TAKEN.computeIfAbsent(id, unused -> new ConcurrentLinkedQueue<>());
    }

    @Override
    @SuppressWarnings("deprecation") // in 1.20 the one method that a sink has to have
    public SinkWriter<String> createWriter(InitContext context) {
        Queue<String> queue = queue();
        return new SinkWriter<>() {
            @Override
            public void write(String element, Context writing) {
                queue.add(element);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
