package io.github.flinkwasm.replay.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;

/**
 * A Chromium without a window, in a process of its own with a profile of its own. The system
 * property {@code chromium} names the program; otherwise it is looked for in {@code PATH}.
 */
final class Chromium {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final long SECONDS_TO_START = 60;
    private static final long SECONDS_TO_END = 10;

    private final Process process;
    private final Path profile;
    private final DevTools devTools;

    private Chromium(Process process, Path profile, DevTools devTools) {
        this.process = process;
        this.profile = profile;
        this.devTools = devTools;
    }

    /** The program, if there is one on this machine. */
    static Optional<Path> program() {
        String named = System.getProperty("chromium");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start() throws Exception {
        Path profile = Files.createTempDirectory("chromium-profile");
        List<String> command = new ArrayList<>();
        command.add(program().orElseThrow().toString());
        command.addAll(
                List.of(
                        "--headless",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--force-device-scale-factor=1",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile));
        if ("root".equals(System.getProperty("user.name"))) {
            // Its sandbox refuses to be root's.
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, address), "chromium-output");
        reader.setDaemon(true);
        reader.start();
        try {
            String found = address.get(SECONDS_TO_START, TimeUnit.SECONDS);
            return new Chromium(process, profile, DevTools.connect(URI.create(found)));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static void read(Process process, CompletableFuture<String> address) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                Matcher matcher = ADDRESS.matcher(line);
                if (matcher.find()) {
                    address.complete(matcher.group(1));
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        address.completeExceptionally(new IllegalStateException("Chromium ended: " + said));
    }

    /** A new page of that size, with this file loaded. */
    BrowserPage open(Path file, int width, int height) throws Exception {
        JsonNode target = devTools.call("", "Target.createTarget", "url", "about:blank");
        JsonNode session =
                devTools.call(
                        "",
                        "Target.attachToTarget",
                        "targetId",
                        target.get("targetId").asText(),
                        "flatten",
                        true);
        BrowserPage page = new BrowserPage(devTools, session.get("sessionId").asText());
        page.load(file, width, height);
        return page;
    }

    /**
     * Returns when all of its processes have ended: those that keep cookies and the like outlive
     * the first one, and write to the profile until they end.
     */
    void end() throws Exception {
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        try {
            devTools.end();
        } finally {
            for (ProcessHandle each : processes) {
                awaitEnd(each);
            }
            FileUtils.deleteDirectoryQuietly(profile.toFile());
        }
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        try {
            process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
        }
    }
}
