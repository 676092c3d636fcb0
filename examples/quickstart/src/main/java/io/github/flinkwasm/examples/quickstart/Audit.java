package io.github.flinkwasm.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks at the end of a run that no line is missing: in the ledger, and in the files. */
final class Audit {

    private Audit() {}

    /** What is wrong, a line each; empty when every line is accounted for. */
    static List<String> findings(Ledger ledger, OutputDirectory output) throws IOException {
        List<String> findings = new ArrayList<>();
        for (FileAccount file : ledger.files()) {
            damage(file).ifPresent(findings::add);
            missing(file).ifPresent(findings::add);
        }
        Outcomes total = ledger.total();
        compare(output.emitted(), total.emitted()).ifPresent(findings::add);
        compare(output.dropped(), total.dropped()).ifPresent(findings::add);
        compare(output.failed(), total.failed()).ifPresent(findings::add);
        return findings;
    }

    private static Optional<String> damage(FileAccount account) {
        return account.damage()
                .map(
                        damage ->
                                format(
                                        "%s is damaged at byte %,d of %,d: %s. The %,d lines before"
                                                + " are in the output, what follows is not. Get the"
                                                + " file again from where it came.",
                                        Excerpt.harmless(account.file().name()),
                                        damage.offset(),
                                        account.file().size(),
                                        damage.getMessage(),
                                        account.outcomes().read()));
    }

    private static Optional<String> missing(FileAccount account) {
        Outcomes outcomes = account.outcomes();
        String name = Excerpt.harmless(account.file().name());
        if (!account.isComplete()) {
            return Optional.of(
                    format(
                            "%s was not read to its end, but only to line %,d.",
                            name, outcomes.read()));
        }
        if (!outcomes.balance()) {
            return Optional.of(
                    format(
                            "%s has %,d lines, but %,d emitted, %,d dropped and %,d failed are"
                                    + " %,d.",
                            name,
                            outcomes.read(),
                            outcomes.emitted(),
                            outcomes.dropped(),
                            outcomes.failed(),
                            outcomes.ended()));
        }
        return Optional.empty();
    }

    private static Optional<String> compare(Path part, long counted) throws IOException {
        long written = OutputDirectory.countLines(part);
        return written == counted
                ? Optional.empty()
                : Optional.of(
                        format("%s has %,d lines, but should have %,d.", part, written, counted));
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
