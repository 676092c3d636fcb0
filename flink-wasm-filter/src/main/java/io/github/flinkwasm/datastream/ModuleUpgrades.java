package io.github.flinkwasm.datastream;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleCommandTypeInformation;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.TextFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands and reports of upgrades as lines of JSON, so that any source can be a control stream and
 * any sink can take reports.
 *
 * <pre>{@code
 * {"command":"stage","upgrade":"redact-7","module":"s3://filters/redact-7.wasm","sha256":"9f2c…"}
 * {"command":"activate","upgrade":"redact-7"}
 * {"command":"abort","upgrade":"redact-7"}
 * }</pre>
 *
 * <p>A {@code stage} may also have {@code "function"}, the name of the function that the new module
 * exports.
 */
@PublicEvolving
public final class ModuleUpgrades {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleUpgrades.class);

    private static final int LONGEST_QUOTE = 200;

    /** A longer line is no command anyway; no more of it is looked at for a message. */
    private static final int LONGEST_SEARCH = 8_000;

    /** Characters that end a line, move a cursor, or turn the direction of text. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** An {@code @}, as itself or as JSON may write it: before it there may be a password. */
    private static final Pattern AT = Pattern.compile("@|\\\\u0040");

    private ModuleUpgrades() {}

    /**
     * The commands that lines of JSON hold. A line that is none is logged and left out: a mistake
     * on the control stream must not end the job. Of a flood of them only some are logged, and the
     * others counted. Blank lines are left out too.
     */
    public static DataStream<ModuleCommand> commands(DataStream<String> lines) {
        return lines.process(new ReadCommands())
                .returns(ModuleCommandTypeInformation.INSTANCE)
                .setParallelism(lines.getParallelism())
                .name("module commands");
    }

    /**
     * Reads a command.
     *
     * @throws InvalidConfigurationException if the text is none; says why
     */
    public static ModuleCommand commandFromJson(String json) {
        Map<String, String> fields;
        try {
            fields = TextFields.read(json);
        } catch (MalformedRecordException malformed) {
            throw new InvalidConfigurationException(
                    "\"%s\" is no module command: %s. Give one JSON object such as %s."
                            .formatted(
                                    cut(json),
                                    cut(String.valueOf(malformed.getMessage())),
                                    "{\"command\":\"activate\",\"upgrade\":\"redact-7\"}"),
                    malformed);
        }
        String action = required(json, fields, "command");
        String upgradeId = required(json, fields, "upgrade");
        return switch (action) {
            case "stage" -> {
                requireOnly(
                        json, fields, Set.of("command", "upgrade", "module", "sha256", "function"));
                ModuleReference module =
                        ModuleReference.pinned(
                                required(json, fields, "module"), required(json, fields, "sha256"));
                ModuleCommand stage = ModuleCommand.stage(upgradeId, module);
                yield fields.containsKey("function")
                        ? stage.withFunctionName(required(json, fields, "function"))
                        : stage;
            }
            case "activate" -> {
                requireOnly(json, fields, Set.of("command", "upgrade"));
                yield ModuleCommand.activate(upgradeId);
            }
            case "abort" -> {
                requireOnly(json, fields, Set.of("command", "upgrade"));
                yield ModuleCommand.abort(upgradeId);
            }
            default ->
                    throw new InvalidConfigurationException(
                            "\"%s\" is no module command: \"%s\" is not one of \"stage\", \"activate\" and \"abort\"."
                                    .formatted(cut(json), cut(action)));
        };
    }

    private static String required(String json, Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null) {
            throw new InvalidConfigurationException(
                    "\"%s\" is no module command: it has no member \"%s\"."
                            .formatted(cut(json), key));
        }
        return value;
    }

    private static void requireOnly(String json, Map<String, String> fields, Set<String> known) {
        Set<String> unknown = new TreeSet<>(fields.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"%s\" is no module command: its members may be %s, but there is also %s."
                            .formatted(
                                    cut(json),
                                    known.stream().sorted().toList(),
                                    cut(unknown.toString())));
        }
    }

    /** Text of a stranger, for a message: one line, no passwords, and not much of it. */
    private static String cut(String text) {
        String searched = text.substring(0, Math.min(text.length(), LONGEST_SEARCH));
        StringBuilder shown = new StringBuilder();
        int from = 0;
        Matcher at = AT.matcher(searched);
        while (at.find()) {
            int start = at.start();
            while (start > from && !isBetweenWords(searched.charAt(start - 1))) {
                start--;
            }
            shown.append(searched, from, start).append('…');
            from = at.start();
            shown.append(searched, from, at.end());
            from = at.end();
        }
        shown.append(searched, from, searched.length());
        String oneLine = UNPRINTABLE.matcher(shown).replaceAll(" ");
        return oneLine.length() <= LONGEST_QUOTE
                ? oneLine
                : oneLine.substring(0, LONGEST_QUOTE) + "…";
    }

    private static boolean isBetweenWords(char c) {
        return c == '"' || Character.isWhitespace(c);
    }

    /** A command as one line, which {@link #commandFromJson} reads. */
    public static String toJson(ModuleCommand command) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "command",
                switch (command.action()) {
                    case STAGE -> "stage";
                    case ACTIVATE -> "activate";
                    case ABORT -> "abort";
                });
        fields.put("upgrade", command.upgradeId());
        command.module()
                .ifPresent(
                        module -> {
                            fields.put("module", module.uri());
                            fields.put("sha256", module.sha256().orElseThrow());
                        });
        command.functionName().ifPresent(name -> fields.put("function", name));
        return TextFields.write(fields);
    }

    /** A report as one line, which {@link #reportFromJson} reads. */
    public static String toJson(UpgradeReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", report.state());
        fields.put("upgrade", report.upgradeId());
        fields.put("sha256", report.sha256());
        fields.put("subtask", report.subtask());
        fields.put("parallelism", report.parallelism());
        fields.put("checkpoint", report.checkpointId());
        fields.put("detail", report.detail());
        return TextFields.write(fields);
    }

    /**
     * Reads a report. Members that it does not know are left aside: a later version of the library
     * may write more.
     *
     * @throws InvalidConfigurationException if the text is none; says why
     */
    public static UpgradeReport reportFromJson(String json) {
        Map<String, String> fields;
        try {
            fields = TextFields.read(json);
        } catch (MalformedRecordException malformed) {
            throw noReport(json, cut(String.valueOf(malformed.getMessage())), malformed);
        }
        UpgradeReport report =
                new UpgradeReport(
                        state(json, ofReport(json, fields, "state")),
                        ofReport(json, fields, "upgrade"),
                        ofReport(json, fields, "sha256"),
                        (int) number(json, fields, "subtask", Integer.MAX_VALUE),
                        (int) number(json, fields, "parallelism", Integer.MAX_VALUE),
                        number(json, fields, "checkpoint", Long.MAX_VALUE),
                        ofReport(json, fields, "detail"));
        if (report.subtask() >= report.parallelism()) {
            throw noReport(
                    json,
                    "it has subtask %d of %d".formatted(report.subtask(), report.parallelism()),
                    null);
        }
        return report;
    }

    private static UpgradeReport.State state(String json, String name) {
        for (UpgradeReport.State state : UpgradeReport.State.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        throw noReport(
                json,
                "its state \"%s\" is not one of %s"
                        .formatted(cut(name), List.of(UpgradeReport.State.values())),
                null);
    }

    private static long number(String json, Map<String, String> fields, String key, long most) {
        String text = ofReport(json, fields, key);
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as of one that is too large.
        }
        throw noReport(
                json,
                "its member \"%s\" is %s, but it must be a whole number from 0 to %d"
                        .formatted(key, cut(text), most),
                null);
    }

    private static String ofReport(String json, Map<String, String> fields, String key) {
        String value = fields.get(key);
        if (value == null) {
            throw noReport(json, "it has no member \"%s\"".formatted(key), null);
        }
        return value;
    }

    private static InvalidConfigurationException noReport(
            String json, String reason, @Nullable MalformedRecordException cause) {
        return new InvalidConfigurationException(
                "\"%s\" is no report of an upgrade: %s. Give one line of those that ModuleUpgrades.toJson writes."
                        .formatted(cut(json), reason),
                cause);
    }

    /** Leaves out what cannot be read. */
    private static final class ReadCommands extends ProcessFunction<String, ModuleCommand> {
        private static final long serialVersionUID = 1L;

        private transient LeftOutLines leftOut;

        @Override
        public void open(OpenContext context) {
            leftOut = new LeftOutLines(LOG::error, System::nanoTime);
        }

        @Override
        public void processElement(String line, Context context, Collector<ModuleCommand> out) {
            if (line.isBlank()) {
                return;
            }
            ModuleCommand command;
            try {
                command = commandFromJson(line);
            } catch (InvalidConfigurationException unreadable) {
                leftOut.add(String.valueOf(unreadable.getMessage()));
                return;
            }
            out.collect(command);
        }
    }
}
