package io.github.flinkwasm.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3Proxy in a process of its own: an S3 server that checks signatures, on a free port of the
 * loopback address. Buckets are the directories in its data directory, and objects the files in
 * them.
 */
final class S3Server implements AutoCloseable {
    static final String ACCESS_KEY = "key-of-the-tests";
    static final String SECRET_KEY = "never-to-be-seen-in-a-message";

    private static final Pattern LISTENING =
            Pattern.compile("Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");

    private final Process process;
    private final Path data;
    private final InetSocketAddress address;

    private S3Server(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * @param directory empty, for the server's files
     */
    static S3Server start(Path directory) throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path properties =
                Files.write(
                        directory.resolve("s3proxy.conf"),
                        List.of(
                                "s3proxy.endpoint=http://127.0.0.1:0",
                                "s3proxy.authorization=aws-v2-or-v4",
                                "s3proxy.identity=" + ACCESS_KEY,
                                "s3proxy.credential=" + SECRET_KEY,
                                "jclouds.provider=filesystem-nio2",
                                "jclouds.identity=unused",
                                "jclouds.credential=unused",
                                "jclouds.filesystem.basedir=" + data));
        String libraries = System.getProperty("s3.server.lib");
        if (libraries == null || !Files.isDirectory(Path.of(libraries))) {
            throw new IllegalStateException(
                    "There is no S3 server in "
                            + libraries
                            + ". Build flink-wasm-filter-s3-tests/server up to \"package\" first.");
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                                "-cp",
                                libraries + "/*",
                                "org.gaul.s3proxy.Main",
                                "--properties",
                                properties.toString())
                        .redirectErrorStream(true)
                        .start();
        return new S3Server(process, data, portOf(process));
    }

    private static int portOf(Process process) throws IOException {
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.add(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                readOn(log);
                return Integer.parseInt(listening.group(1));
            }
        }
        throw new IllegalStateException("The S3 server does not start: " + said);
    }

    /** A pipe that nobody reads would stop the server. */
    private static void readOn(BufferedReader log) {
        Thread reader =
                new Thread(
                        () -> {
                            try {
                                log.transferTo(Writer.nullWriter());
                            } catch (IOException ended) {
                                throw new UncheckedIOException(ended);
                            }
                        },
                        "s3-server-log");
        reader.setDaemon(true);
        reader.start();
    }

    InetSocketAddress address() {
        return address;
    }

    void createBucket(String bucket) throws IOException {
        Files.createDirectories(data.resolve(bucket));
    }

    /** Puts an object there past the protocol, replacing one that is there. */
    void put(String bucketAndKey, byte[] bytes) throws IOException {
        Path file = file(bucketAndKey);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    void delete(String bucketAndKey) throws IOException {
        Files.delete(file(bucketAndKey));
    }

    byte[] read(String bucketAndKey) throws IOException {
        return Files.readAllBytes(file(bucketAndKey));
    }

    /** The file that is an object. */
    Path file(String bucketAndKey) {
        return data.resolve(bucketAndKey);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
