package io.github.flinkwasm.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What became of a script that the SQL client ran.
 *
 * @param status the exit status of the client: 0 also when a statement has failed
 * @param printed each statement, followed by what it gave; without colours
 */
record SqlSession(int status, String printed) {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern RULE = Pattern.compile("(\\+-+)+\\+$");
    private static final int RULES_OF_A_TABLE = 3;
    private static final String FAILED = "[ERROR]";

    SqlSession {
        printed = COLOUR.matcher(printed).replaceAll("");
    }

    /**
     * Hands back this session.
     *
     * @throws AssertionError with what was printed if a statement has failed
     */
    SqlSession requireSuccess() {
        if (status != 0 || printed.contains(FAILED)) {
            throw new AssertionError(
                    "The SQL client ended with status %d and printed:%n%s"
                            .formatted(status, printed));
        }
        return this;
    }

    /**
     * What the first failed statement was refused for.
     *
     * @throws AssertionError with what was printed if no statement has failed
     */
    String error() {
        int at = printed.indexOf(FAILED);
        if (at < 0) {
            throw new AssertionError("No statement has failed:\n" + printed);
        }
        return printed.substring(at);
    }

    /** The cells of the last table that was printed, without its head; no cell may have a bar. */
    List<List<String>> lastTable() {
        List<List<String>> rows = new ArrayList<>();
        int rulesSeen = 0;
        for (String line : printed.lines().toList()) {
            // The first rule of a table comes after the statement, on the same line.
            if (RULE.matcher(line).find()) {
                if (rulesSeen % RULES_OF_A_TABLE == 0) {
                    rows.clear();
                }
                rulesSeen++;
            } else if (line.startsWith("|") && rulesSeen % RULES_OF_A_TABLE == 2) {
                rows.add(cells(line));
            }
        }
        return List.copyOf(rows);
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split("\\|", 0)).skip(1).map(String::strip).toList();
    }
}
