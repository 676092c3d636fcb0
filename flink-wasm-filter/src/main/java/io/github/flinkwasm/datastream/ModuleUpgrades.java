package io.github.flinkwasm.datastream;

import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ModuleCommand;
import io.github.flinkwasm.ModuleCommandTypeInformation;
import io.github.flinkwasm.ModuleReference;
import io.github.flinkwasm.UpgradeReport;
import io.github.flinkwasm.internal.codec.MalformedRecordException;
import io.github.flinkwasm.internal.codec.TextFields;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
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

    private ModuleUpgrades() {}

    /**
     * The commands that lines of JSON hold. A line that is none is logged and left out: a mistake
     * on the control stream must not end the job. Blank lines are left out too.
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
                                    malformed.getMessage(),
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
        Set<String> unknown = new HashSet<>(fields.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidConfigurationException(
                    "\"%s\" is no module command: its members may be %s, but there is also %s."
                            .formatted(
                                    cut(json),
                                    known.stream().sorted().toList(),
                                    unknown.stream().sorted().toList()));
        }
    }

    private static String cut(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        return oneLine.length() <= LONGEST_QUOTE
                ? oneLine
                : oneLine.substring(0, LONGEST_QUOTE) + "…";
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

    /** A report as one line. */
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

    /** Leaves out what cannot be read. */
    private static final class ReadCommands extends ProcessFunction<String, ModuleCommand> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String line, Context context, Collector<ModuleCommand> out) {
            if (line.isBlank()) {
                return;
            }
            ModuleCommand command;
            try {
                command = commandFromJson(line);
            } catch (InvalidConfigurationException unreadable) {
                LOG.error("A line of the control stream is left out: {}", unreadable.getMessage());
                return;
            }
            out.collect(command);
        }
    }
}
