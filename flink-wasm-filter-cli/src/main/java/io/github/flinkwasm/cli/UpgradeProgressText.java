package io.github.flinkwasm.cli;

import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.cli.UpgradeProgress.Step;
import io.github.flinkwasm.cli.UpgradeProgress.SubtaskProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes down how far an upgrade is, for people and for programs. */
final class UpgradeProgressText {
    private static final int LISTED = 20;

    private UpgradeProgressText() {}

    static List<String> of(UpgradeProgress progress) {
        List<String> lines = new ArrayList<>();
        lines.add("upgrade %s: %s".formatted(progress.upgradeId(), explain(progress)));
        if (!progress.sha256().isEmpty()) {
            lines.add("  module      sha256 " + Printable.name(progress.sha256()));
        }
        if (progress.parallelism() > 0) {
            lines.add("  subtasks    %d: %s".formatted(progress.parallelism(), counts(progress)));
        }
        List<Long> checkpoints = checkpoints(progress);
        if (!checkpoints.isEmpty()) {
            lines.add(
                    "  switched    at checkpoint "
                            + checkpoints.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ")));
        }
        progress.answer()
                .ifPresent(
                        answer ->
                                lines.add(
                                        "  answer      %s, %s (checkpoint %d)"
                                                .formatted(
                                                        answer.state(),
                                                        Printable.oneLine(answer.detail()),
                                                        answer.checkpointId())));
        List<Map.Entry<Integer, SubtaskProgress>> rejections = rejections(progress);
        rejections.stream()
                .limit(LISTED)
                .forEach(
                        rejection ->
                                lines.add(
                                        "  %-11s %s"
                                                .formatted(
                                                        "subtask " + rejection.getKey(),
                                                        Printable.oneLine(
                                                                rejection.getValue().detail()))));
        if (rejections.size() > LISTED) {
            lines.add("  (and %,d more)".formatted(rejections.size() - LISTED));
        }
        return lines;
    }

    private static String explain(UpgradeProgress progress) {
        return switch (progress.phase()) {
            case UNKNOWN -> "unknown; no report is about it";
            case STAGING -> "staging";
            case READY -> "ready; it can be activated";
            case ACTIVATING -> "activating";
            case ACTIVATED -> "activated";
            case REJECTED -> "rejected; what ran goes on. Stage a better module under a new id";
            case REFUSED -> "refused; see the answer";
            case DISCARDED -> "discarded: aborted, or another one was staged in its place";
            case REPLACED -> "replaced; another one has taken over from it";
        };
    }

    private static String counts(UpgradeProgress progress) {
        List<String> counts = new ArrayList<>();
        for (Step step : Step.values()) {
            long count = progress.count(step);
            if (count > 0) {
                counts.add(count + " " + name(step));
            }
        }
        int silent = progress.parallelism() - progress.subtasks().size();
        if (silent > 0) {
            counts.add(silent + " said nothing yet");
        }
        return String.join(", ", counts);
    }

    private static List<Long> checkpoints(UpgradeProgress progress) {
        return progress.subtasks().values().stream()
                .filter(subtask -> subtask.step() == Step.ACTIVATED && subtask.checkpointId() > 0)
                .map(SubtaskProgress::checkpointId)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Map.Entry<Integer, SubtaskProgress>> rejections(UpgradeProgress progress) {
        return progress.subtasks().entrySet().stream()
                .filter(subtask -> subtask.getValue().step() == Step.REJECTED)
                .toList();
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** One object on one line. */
    static String toJson(UpgradeProgress progress) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("upgrade", progress.upgradeId());
        status.put("phase", name(progress.phase()));
        status.put("sha256", progress.sha256());
        status.put("parallelism", progress.parallelism());
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            counts.put(name(step), progress.count(step));
        }
        status.put("subtasks", counts);
        status.put("checkpoints", checkpoints(progress));
        status.put(
                "rejections",
                rejections(progress).stream()
                        .map(
                                rejection -> {
                                    Map<String, Object> one = new LinkedHashMap<>();
                                    one.put("subtask", rejection.getKey());
                                    one.put("reason", rejection.getValue().detail());
                                    return one;
                                })
                        .toList());
        progress.answer().ifPresent(answer -> status.put("answer", answer(answer)));
        return JsonLine.of(status);
    }

    private static Map<String, Object> answer(UpgradeReport answer) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("state", answer.state().name());
        object.put("checkpoint", answer.checkpointId());
        object.put("detail", answer.detail());
        return object;
    }
}
