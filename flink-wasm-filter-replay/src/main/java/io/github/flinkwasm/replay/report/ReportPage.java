package io.github.flinkwasm.replay.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page of a report. There is no script in it, and its security policy allows none, nor anything
 * from elsewhere: the one style sheet is allowed by its digest.
 */
final class ReportPage {
    private static final String STYLE_SHEET = "report.css";

    private final ReplaySummary summary;
    private final Html html = new Html();

    ReportPage(ReplaySummary summary) {
        this.summary = summary;
    }

    String html() {
        String css = styleSheet();
        html.open("html", "lang", "en");
        html.open("head");
        html.open("meta", "charset", "utf-8");
        html.open(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'sha256-"
                        + digest(css)
                        + "'; base-uri 'none'; form-action 'none'");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.open("meta", "name", "color-scheme", "content", "light dark");
        html.open("meta", "name", "referrer", "content", "no-referrer");
        html.leaf("title", title());
        html.style(css);
        html.closeLine();
        html.open("body").open("main");
        new VerdictSection(summary).write(html);
        new DiffSection(summary).write(html);
        new OutcomesSection(summary).write(html);
        new FiltersSection(summary).write(html);
        new TroubleSection(summary).write(html);
        new RunSection(summary).write(html);
        html.closeLine().closeLine().close();
        return html.document();
    }

    private String title() {
        return "Replay of "
                + Figures.count(summary.statistics().files(), "file")
                + ", "
                + TimeAxis.moment(summary.started());
    }

    private static String styleSheet() {
        try (InputStream css = ReportPage.class.getResourceAsStream(STYLE_SHEET)) {
            if (css == null) {
                throw new IllegalStateException(
                        "The jar of the replay lacks the file " + STYLE_SHEET + ". Build it anew.");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String css) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(css.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
