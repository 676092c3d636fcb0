package io.github.flinkwasm.replay.report;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values for as many keys as fit. Of more keys, those are kept that a hash puts first, whatever
 * their order of arrival: a key that is kept in the end was kept from its first occurrence on. So
 * what is counted for a kept key is exact, and merging is associative and commutative.
 *
 * <p>See docs/rationale.md, "Why does a report keep the tags that a hash puts first?"
 */
final class BoundedMap<V> {

    private int max;

    private final Map<String, V> entries = new HashMap<>();

    /** The kept keys by their rank; made when it is first needed. */
    private transient @Nullable NavigableMap<Rank, String> ranks;

    /** For JSON. */
    private BoundedMap() {
        this(0);
    }

    BoundedMap(int max) {
        this.max = max;
    }

    Map<String, V> entries() {
        return entries;
    }

    /** The value of a key, made if it is new; null if the key is not among those that are kept. */
    @Nullable V getOrMake(String key, Supplier<V> maker) {
        V value = entries.get(key);
        if (value != null) {
            return value;
        }
        if (!makeRoom(key)) {
            return null;
        }
        value = maker.get();
        entries.put(key, value);
        return value;
    }

    /** Adds the values of another map, which stays as it is. */
    void merge(BoundedMap<V> other, Supplier<V> maker, BinaryOperator<V> sum) {
        other.entries.forEach(
                (key, value) -> {
                    V mine = getOrMake(key, maker);
                    if (mine != null) {
                        entries.put(key, sum.apply(mine, value));
                    }
                });
    }

    /** Whether a new key may be put in, after another had to go where necessary. */
    private boolean makeRoom(String key) {
        if (entries.size() < max) {
            if (ranks != null) {
                ranks.put(Rank.of(key), key);
            }
            return true;
        }
        NavigableMap<Rank, String> ranked = ranks();
        Rank rank = Rank.of(key);
        if (max == 0 || rank.compareTo(ranked.lastKey()) > 0) {
            return false;
        }
        Map.Entry<Rank, String> last = ranked.pollLastEntry();
        entries.remove(last.getValue());
        ranked.put(rank, key);
        return true;
    }

    private NavigableMap<Rank, String> ranks() {
        NavigableMap<Rank, String> ranked = ranks;
        if (ranked == null) {
            ranked = new TreeMap<>();
            for (String key : entries.keySet()) {
                ranked.put(Rank.of(key), key);
            }
            ranks = ranked;
        }
        return ranked;
    }

    /** By hash; by name where two hashes are the same. */
    private record Rank(long hash, String key) implements Comparable<Rank> {

        static Rank of(String key) {
            long hash = 0xcbf29ce484222325L;
            for (byte octet : key.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
            }
            // The upper bits of this hash alone say little about the last characters.
            hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
            return new Rank(hash ^ hash >>> 32, key);
        }

        @Override
        public int compareTo(Rank other) {
            int byHash = Long.compare(hash, other.hash);
            return byHash != 0 ? byHash : key.compareTo(other.key);
        }
    }
}
