package io.github.flinkwasm.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The first few of each kind of what was set aside. Thread-safe. */
final class Samples {

    private static final int OF_EACH_KIND = 2;

    private final Map<String, List<SetAside>> byKind = new ConcurrentSkipListMap<>();

    void offer(String kind, SetAside candidate) {
        List<SetAside> known = byKind.computeIfAbsent(kind, any -> new ArrayList<>());
        synchronized (known) {
            if (known.size() < OF_EACH_KIND) {
                known.add(candidate);
            }
        }
    }

    /** At most so many, of as many kinds as possible. */
    List<SetAside> choose(int count) {
        List<SetAside> chosen = new ArrayList<>();
        for (int round = 0; round < OF_EACH_KIND; round++) {
            for (List<SetAside> known : byKind.values()) {
                synchronized (known) {
                    if (round < known.size() && chosen.size() < count) {
                        chosen.add(known.get(round));
                    }
                }
            }
        }
        return chosen;
    }
}
