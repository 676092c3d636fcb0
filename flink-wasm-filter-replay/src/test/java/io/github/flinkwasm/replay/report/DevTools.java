package io.github.flinkwasm.replay.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Chromium's DevTools protocol: commands and their answers, and events, over one web socket. */
final class DevTools implements WebSocket.Listener {
    private static final long SECONDS_TO_ANSWER = 60;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

    private DevTools() {}

    static DevTools connect(URI address) throws Exception {
        DevTools devTools = new DevTools();
        WebSocket socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(address, devTools)
                        .get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
        devTools.socket.complete(socket);
        return devTools;
    }

    /** Sends a command and waits for its result; parameters are names and values in turn. */
    JsonNode call(String session, String method, Object... parameters) throws Exception {
        int id = lastId.incrementAndGet();
        ObjectNode command = MAPPER.createObjectNode().put("id", id).put("method", method);
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        ObjectNode params = command.putObject("params");
        for (int i = 0; i < parameters.length; i += 2) {
            params.set((String) parameters[i], MAPPER.valueToTree(parameters[i + 1]));
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(id, answer);
        socket.get().sendText(MAPPER.writeValueAsString(command), true).get();
        JsonNode result = answer.get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.get("error"));
        }
        return result.get("result");
    }

    /** The events of a page so far, of all methods. */
    List<JsonNode> events(String session) {
        synchronized (events) {
            return events.stream()
                    .filter(event -> event.path("sessionId").asText().equals(session))
                    .toList();
        }
    }

    /** Waits until a page has sent an event of that method. */
    void await(String session, String method) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_ANSWER);
        synchronized (events) {
            while (events(session).stream()
                    .noneMatch(event -> event.path("method").asText().equals(method))) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new IllegalStateException("Chromium did not send " + method);
                }
                TimeUnit.NANOSECONDS.timedWait(events, left);
            }
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        open.values().forEach(answer -> answer.completeExceptionally(error));
    }

    private void take(String text) {
        JsonNode received;
        try {
            received = MAPPER.readTree(text);
        } catch (Exception e) {
            throw new IllegalStateException("Chromium sent something else than JSON", e);
        }
        CompletableFuture<JsonNode> answer =
                received.has("id") ? open.remove(received.get("id").asInt()) : null;
        if (answer != null) {
            answer.complete(received);
            return;
        }
        synchronized (events) {
            events.add(received);
            events.notifyAll();
        }
    }

    void end() throws Exception {
        call("", "Browser.close");
        socket.get().abort();
    }
}
