package io.github.flinkwasm.datastream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all lines of an {@link UpgradeJob} have to show, whatever happened to it. */
final class UpgradeLines {

    private UpgradeLines() {}

    /**
     * Every number of every split, from the first one on, without a gap and without a second one.
     */
    static void assertEveryNumberOnce(List<String> lines) {
        Map<Long, List<Long>> numbersBySplit = new HashMap<>();
        for (String line : lines) {
            String number = line.substring(line.indexOf("{\"n\":") + 5, line.length() - 2);
            long n = Long.parseLong(number);
            // The splits of a job that began with another parallelism are larger; that is no gap.
            numbersBySplit
                    .computeIfAbsent(n / OpenEndedSequence.SPLIT, k -> new ArrayList<>())
                    .add(n);
        }
        assertThat(numbersBySplit).isNotEmpty();
        numbersBySplit.forEach(
                (split, numbers) -> {
                    numbers.sort(null);
                    long first = split * OpenEndedSequence.SPLIT;
                    List<Long> expected = new ArrayList<>();
                    for (int i = 0; i < numbers.size(); i++) {
                        expected.add(first + i);
                    }
                    assertThat(numbers).isEqualTo(expected);
                });
    }

    /** What one subtask emitted names one version after the other, and none twice. */
    static void assertVersionsOnlyRise(List<String> lines) {
        Map<String, List<String>> versionsBySubtask = new HashMap<>();
        for (String line : lines) {
            List<String> versions =
                    versionsBySubtask.computeIfAbsent(line.substring(0, 1), k -> new ArrayList<>());
            String version = UpgradeJob.versionOf(line);
            if (versions.isEmpty() || !versions.get(versions.size() - 1).equals(version)) {
                versions.add(version);
            }
        }
        versionsBySubtask.forEach(
                (subtask, versions) ->
                        assertThat(versions).as(subtask).isSorted().doesNotHaveDuplicates());
    }
}
