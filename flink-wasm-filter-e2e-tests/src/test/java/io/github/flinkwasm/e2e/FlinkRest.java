package io.github.flinkwasm.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The JobManager's REST interface, as Flink documents it: paths in, JSON out. {@link SubmittedJob}
 * knows the paths that tests need most.
 */
final class FlinkRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;

    FlinkRest(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    /** Whether anybody answers yet. */
    boolean answers() {
        return ask("/overview").isPresent();
    }

    /** What {@link #get} gives, or nothing while no JobManager can say. */
    Optional<JsonNode> ask(String path) {
        try {
            return Optional.of(get(path));
        } catch (UncheckedIOException | RefusedException notYet) {
            return Optional.empty();
        }
    }

    JsonNode get(String path) {
        return send(path, request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send(
                path,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(write(body))));
    }

    JsonNode patch(String path) {
        return send(path, request(path).method("PATCH", BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
    }

    private JsonNode send(String path, HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("No answer from " + address.resolve(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking " + address.resolve(path), e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(address.resolve(path), response);
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("No JSON at " + address.resolve(path), e);
        }
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot write " + body, e);
        }
    }

    /** The JobManager answered, but not with what was asked for. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(URI address, HttpResponse<String> response) {
            super(address + " answered " + response.statusCode() + ": " + response.body());
            this.status = response.statusCode();
        }

        int status() {
            return status;
        }
    }
}
