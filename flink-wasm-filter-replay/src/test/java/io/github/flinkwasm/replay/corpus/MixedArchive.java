package io.github.flinkwasm.replay.corpus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.flinkwasm.replay.archive.ArchiveFormat;
import io.github.flinkwasm.replay.archive.Compression;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An archive of any size in all formats and compressions that can be read, made of recorded logs.
 * The same size and seed give the same content; compressed bytes depend on the libraries.
 *
 * <p>Beside the files, {@code _account.ndjson} says what is in each ({@link CorpusFile}).
 *
 * <pre>
 * MixedArchive --size 5g --seed 1 --threads 2 DIRECTORY
 * </pre>
 */
public final class MixedArchive {
    /** The file beside the others that says what is in each. */
    public static final String ACCOUNT = "_account.ndjson";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** 2026-01-01T00:00:00Z. */
    private static final long FIRST_DAY = 1_767_225_600L;

    private static final int DAYS = 320;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int LARGEST_SHARE = 20;
    private static final int SMALLEST_SHARE = 50_000;
    private static final int SMALLEST_FILE = 2 << 10;
    private static final int SMALLEST_MEMBER = 64 << 10;

    /** In thousandths of the bytes. */
    private static final int[] COMPRESSION_SHARES = {200, 420, 300, 30, 50};

    private static final List<Compression> COMPRESSIONS =
            List.of(
                    Compression.NONE,
                    Compression.GZIP,
                    Compression.ZSTD,
                    Compression.BZIP2,
                    Compression.XZ);

    private static final int[] FORMAT_SHARES = {400, 80, 120, 120, 120, 100, 60};
    private static final List<ArchiveFormat> FORMATS =
            List.of(
                    ArchiveFormat.NDJSON,
                    ArchiveFormat.FLUENT_BIT_JSON,
                    ArchiveFormat.FLUENT_BIT_FILE,
                    ArchiveFormat.MSGPACK,
                    ArchiveFormat.CRI,
                    ArchiveFormat.DOCKER,
                    ArchiveFormat.LINES);

    private MixedArchive() {}

    /** One file that is to be written. */
    private record Plan(
            int number,
            ArchiveFormat format,
            Compression compression,
            String source,
            String name,
            long bytes,
            long firstSecond,
            long seed) {}

    /**
     * Writes an archive.
     *
     * @param directory where to; made if it is not there
     * @param bytes the size of the files' contents together, which is passed by at most one line a
     *     file
     * @return what is in each file, in the order of their names
     */
    public static List<CorpusFile> generate(Path directory, long bytes, long seed, int threads)
            throws IOException, InterruptedException {
        RecordedLogs logs = RecordedLogs.load();
        List<Plan> plans = plan(logs, bytes, seed);
        // The largest first, so that none is left to one thread at the end.
        List<Plan> largestFirst = new ArrayList<>(plans);
        largestFirst.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
        List<CorpusFile> account = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<CorpusFile>> written = new ArrayList<>();
            for (Plan plan : largestFirst) {
                written.add(pool.submit(() -> write(directory, logs, plan)));
            }
            for (Future<CorpusFile> file : written) {
                account.add(file.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("A file of the archive could not be written", e.getCause());
        } finally {
            pool.shutdownNow();
        }
        account.sort((a, b) -> a.name().compareTo(b.name()));
        StringBuilder lines = new StringBuilder();
        for (CorpusFile file : account) {
            lines.append(JSON.writeValueAsString(file)).append('\n');
        }
        Files.writeString(directory.resolve(ACCOUNT), lines);
        return account;
    }

    /** Reads what {@link #generate} wrote beside the files. */
    public static List<CorpusFile> account(Path directory) throws IOException {
        List<CorpusFile> account = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve(ACCOUNT))) {
            account.add(JSON.readValue(line, CorpusFile.class));
        }
        return account;
    }

    private static List<Plan> plan(RecordedLogs logs, long bytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Plan> plans = new ArrayList<>();
        long rest = bytes;
        while (rest > 0) {
            double smallest = Math.max(SMALLEST_FILE, (double) bytes / SMALLEST_SHARE);
            double largest = Math.max(2 * smallest, (double) bytes / LARGEST_SHARE);
            long size =
                    Math.min(
                            rest,
                            (long) (smallest * Math.pow(largest / smallest, random.nextDouble())));
            rest -= size;
            plans.add(planFile(logs, random, plans.size(), size));
        }
        return plans;
    }

    private static Plan planFile(
            RecordedLogs logs, SplittableRandom random, int number, long size) {
        // The first files have one of each, so that a small archive has all of them too.
        Compression compression =
                number < COMPRESSIONS.size()
                        ? COMPRESSIONS.get(number)
                        : COMPRESSIONS.get(pick(random, COMPRESSION_SHARES));
        ArchiveFormat format =
                number < FORMATS.size()
                        ? FORMATS.get(number)
                        : FORMATS.get(pick(random, FORMAT_SHARES));
        List<String> sources = logs.sources();
        // Only the database writes lines so long that container runtimes cut them.
        String source =
                format == ArchiveFormat.CRI || format == ArchiveFormat.DOCKER
                        ? "postgresql"
                        : sources.get(random.nextInt(sources.size()));
        int day = random.nextInt(DAYS);
        String folder = LocalDate.ofEpochDay(FIRST_DAY / SECONDS_PER_DAY + day).toString();
        String name =
                folder + '/' + name(random, format, source, number) + suffix(random, compression);
        return new Plan(
                number,
                format,
                compression,
                source,
                name,
                size,
                FIRST_DAY + (long) day * SECONDS_PER_DAY + random.nextInt(SECONDS_PER_DAY),
                random.nextLong());
    }

    private static String name(
            SplittableRandom random, ArchiveFormat format, String source, int number) {
        if (format == ArchiveFormat.CRI || format == ArchiveFormat.DOCKER) {
            byte[] id = new byte[32];
            for (int i = 0; i < id.length; i++) {
                id[i] = (byte) random.nextInt(256);
            }
            return "containers/%s-%d_shop_%s-%s.log"
                    .formatted(source, number, source, HexFormat.of().formatHex(id));
        }
        return "%s/%05d.%s"
                .formatted(
                        source,
                        number,
                        switch (format) {
                            case MSGPACK -> "msgpack";
                            case LINES, FLUENT_BIT_FILE -> "log";
                            default -> "ndjson";
                        });
    }

    /** One file in ten has a name that says nothing, or the wrong thing. */
    private static String suffix(SplittableRandom random, Compression compression) {
        return switch (random.nextInt(20)) {
            case 0 -> "";
            case 1 -> ".gz";
            default ->
                    switch (compression) {
                        case NONE -> "";
                        case GZIP -> ".gz";
                        case ZSTD -> ".zst";
                        case BZIP2 -> ".bz2";
                        case XZ -> ".xz";
                    };
        };
    }

    private static int pick(SplittableRandom random, int[] shares) {
        int rest = random.nextInt(1000);
        int index = 0;
        while (rest >= shares[index]) {
            rest -= shares[index];
            index++;
        }
        return index;
    }

    private static CorpusFile write(Path directory, RecordedLogs logs, Plan plan)
            throws IOException {
        Path path = directory.resolve(plan.name());
        Files.createDirectories(path.getParent());
        SplittableRandom random = new SplittableRandom(plan.seed());
        List<RecordedLine> lines = logs.lines(plan.source());
        CorpusWriter writer;
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20);
                CorpusCompression compression = new CorpusCompression(plan.compression(), file);
                OutputStream out = new BufferedOutputStream(compression, 64 << 10)) {
            writer =
                    new CorpusWriter(
                            plan.format(),
                            "shop." + plan.source(),
                            lines,
                            random,
                            out,
                            plan.firstSecond());
            long memberEnd = SMALLEST_MEMBER + random.nextLong(Math.max(plan.bytes(), 1));
            while (writer.bytes < plan.bytes()) {
                writer.writeNext();
                if (writer.bytes >= memberEnd) {
                    out.flush();
                    compression.nextMember();
                    memberEnd += SMALLEST_MEMBER + random.nextLong(Math.max(plan.bytes() / 2, 1));
                }
            }
        }
        return new CorpusFile(
                plan.name(),
                plan.format(),
                plan.compression(),
                writer.bytes,
                Files.size(path),
                writer.lines,
                writer.events,
                writer.unreadable,
                writer.blank,
                writer.joined,
                writer.markers);
    }

    /** Writes an archive and prints what is in it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long size = 100 << 20;
        long seed = 1;
        int threads = Runtime.getRuntime().availableProcessors();
        Path directory = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--size" -> size = size(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--threads" -> threads = Integer.parseInt(arguments[++i]);
                default -> directory = Path.of(arguments[i]);
            }
        }
        if (directory == null) {
            throw new IllegalArgumentException(
                    "No directory is given: MixedArchive [--size 5g] [--seed 1] [--threads 2]"
                            + " DIRECTORY");
        }
        long bytes = 0;
        long stored = 0;
        long events = 0;
        List<CorpusFile> files = generate(directory, size, seed, threads);
        for (CorpusFile file : files) {
            bytes += file.bytes();
            stored += file.storedBytes();
            events += file.events();
        }
        System.out.printf(
                Locale.ROOT,
                "%d files, %,d bytes (%,d stored), %,d events%n",
                files.size(),
                bytes,
                stored,
                events);
    }

    private static long size(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int shift = "kmg".indexOf(lower.charAt(lower.length() - 1));
        return shift < 0
                ? Long.parseLong(lower)
                : Long.parseLong(lower.substring(0, lower.length() - 1)) << (10 * (shift + 1));
    }
}
