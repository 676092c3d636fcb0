package io.github.flinkwasm.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Distinct JSON log records of about 400 bytes, the same ones in every run. */
final class Records {
    private static final String[] LEVELS = {"debug", "info", "warn", "error"};
    private static final String[] PATHS = {
        "/api/orders", "/api/users", "/static/app.js", "/health"
    };

    private Records() {}

    static byte[][] json(int count) {
        Random random = new Random(42);
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++) {
            records[i] = record(random, i).getBytes(StandardCharsets.UTF_8);
        }
        return records;
    }

    private static String record(Random random, int i) {
        return "{\"timestamp\":\"2026-01-01T00:00:"
                + String.format("%02d.%03d", i % 60, random.nextInt(1000))
                + "Z\",\"level\":\""
                + LEVELS[random.nextInt(LEVELS.length)]
                + "\",\"service\":\"checkout\",\"host\":\"web-"
                + random.nextInt(50)
                + "\",\"request\":{\"method\":\"GET\",\"path\":\""
                + PATHS[random.nextInt(PATHS.length)]
                + "\",\"status\":"
                + (200 + random.nextInt(4) * 100)
                + ",\"bytes\":"
                + random.nextInt(100_000)
                + ",\"time\":"
                + random.nextInt(1_000_000) / 1e6
                + "},\"user_id\":"
                + random.nextInt(10_000_000)
                + ",\"cached\":"
                + random.nextBoolean()
                + ",\"message\":\"request handled for user "
                + random.nextInt(1000)
                + " with a text that is \\\"quoted\\\" and long enough: "
                + Long.toHexString(random.nextLong())
                + " caf\u00e9\",\"trace\":\""
                + Long.toHexString(random.nextLong())
                + Long.toHexString(random.nextLong())
                + "\"}";
    }
}
