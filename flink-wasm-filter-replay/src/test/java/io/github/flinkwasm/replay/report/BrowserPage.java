package io.github.flinkwasm.replay.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One page in {@link Chromium}. */
final class BrowserPage {
    private static final Set<String> COMPLAINTS =
            Set.of("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled");

    private final DevTools devTools;
    private final String session;

    BrowserPage(DevTools devTools, String session) {
        this.devTools = devTools;
        this.session = session;
    }

    void load(Path file, int width, int height) throws Exception {
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable");
        }
        resize(width, height);
        call("Page.navigate", "url", file.toUri().toString());
        devTools.await(session, "Page.loadEventFired");
    }

    void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                "width",
                width,
                "height",
                height,
                "deviceScaleFactor",
                1,
                "mobile",
                width < 600);
    }

    /** Shows the page as it is printed, or with dark colours, or neither. */
    void emulate(String media, String colours) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                "media",
                media,
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", colours)));
    }

    /** The value of an expression in the page. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer = call("Runtime.evaluate", "expression", expression, "returnByValue", true);
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    String text(String selector) throws Exception {
        return evaluate("document.querySelector('" + selector + "').innerText").asText();
    }

    /** What the browser complained about: errors, warnings, and what was written to its console. */
    List<String> complaints() {
        return devTools.events(session).stream()
                .filter(event -> COMPLAINTS.contains(event.path("method").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** All addresses that the page asked for. */
    List<String> requests() {
        return devTools.events(session).stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .toList();
    }

    /** How many dialogs, such as that of {@code alert}, came up. */
    long dialogs() {
        return devTools.events(session).stream()
                .filter(
                        event ->
                                event.path("method")
                                        .asText()
                                        .equals("Page.javascriptDialogOpening"))
                .count();
    }

    byte[] pdf() throws Exception {
        return Base64.getDecoder()
                .decode(call("Page.printToPDF", "printBackground", true).get("data").asText());
    }

    void screenshot(Path target) throws Exception {
        JsonNode shot = call("Page.captureScreenshot", "format", "png");
        Files.write(target, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    private JsonNode call(String method, Object... parameters) throws Exception {
        return devTools.call(session, method, parameters);
    }
}
