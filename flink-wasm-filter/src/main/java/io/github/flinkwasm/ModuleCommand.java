package io.github.flinkwasm;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of a running job says about its module: get another one ready, let it take over,
 * or forget it. Every upgrade has an id of its own, which no later upgrade of the job may use
 * again; so a command that arrives twice does nothing the second time.
 *
 * <p>Immutable.
 */
@PublicEvolving
@TypeInfo(ModuleCommandTypeInformation.Factory.class)
public final class ModuleCommand {

    private static final Pattern UPGRADE_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** Of a URI and of a function name: commands are kept in checkpoints. */
    private static final int LONGEST_TEXT = 8_000;

    /** What is to be done. */
    @PublicEvolving
    public enum Action {
        /** Every subtask fetches, verifies, compiles and starts the module, and does not use it. */
        STAGE,

        /**
         * All subtasks let the staged module take over, right after the same checkpoint barrier.
         */
        ACTIVATE,

        /** All subtasks forget the staged module. */
        ABORT
    }

    private final Action action;
    private final String upgradeId;
    private final @Nullable ModuleReference module;
    private final @Nullable String functionName;

    private ModuleCommand(
            Action action,
            String upgradeId,
            @Nullable ModuleReference module,
            @Nullable String functionName) {
        this.action = action;
        this.upgradeId = upgradeId;
        this.module = module;
        this.functionName = functionName;
    }

    /**
     * Gets a module ready. It takes the place of one that was staged before and not activated.
     *
     * @param upgradeId 1 to 100 letters, digits, dots, dashes and underscores, but not {@link
     *     UpgradeReport#INITIAL}; new for every upgrade of the job
     * @param module pinned to its digest; its URI holds no user name or password, since checkpoints
     *     keep it
     * @throws InvalidConfigurationException when the id or the reference cannot be used
     */
    public static ModuleCommand stage(String upgradeId, ModuleReference module) {
        String id = checkedId(upgradeId);
        if (module.sha256().isEmpty()) {
            throw new InvalidConfigurationException(
                    ("Upgrade %s stages module %s without a SHA-256, but every subtask has to get"
                                    + " the same bytes. Give ModuleReference.pinned(uri, sha256)"
                                    + " (in JSON, \"sha256\"); \"sha256sum <module>\" prints it.")
                            .formatted(Quoted.of(id), module));
        }
        if (!module.displayUri().equals(module.uri())) {
            throw new InvalidConfigurationException(
                    ("Upgrade %s stages module %s by a URI with a user name or password, but"
                                    + " checkpoints would keep them. Configure the file system's"
                                    + " credentials in Flink, and leave them out of the URI.")
                            .formatted(Quoted.of(id), module));
        }
        if (module.uri().length() > LONGEST_TEXT) {
            throw new InvalidConfigurationException(
                    "Upgrade %s stages a module by a URI of %,d characters, but it may have %,d."
                            .formatted(Quoted.of(id), module.uri().length(), LONGEST_TEXT));
        }
        return new ModuleCommand(Action.STAGE, id, module, null);
    }

    /**
     * Lets the module of an upgrade take over that was staged before.
     *
     * @throws InvalidConfigurationException when the id cannot be one
     */
    public static ModuleCommand activate(String upgradeId) {
        return new ModuleCommand(Action.ACTIVATE, checkedId(upgradeId), null, null);
    }

    /**
     * Forgets the module of an upgrade, unless it has taken over already.
     *
     * @throws InvalidConfigurationException when the id cannot be one
     */
    public static ModuleCommand abort(String upgradeId) {
        return new ModuleCommand(Action.ABORT, checkedId(upgradeId), null, null);
    }

    /**
     * The same, where the new module exports its function under another name.
     *
     * @throws InvalidConfigurationException when the name is empty or longer than 8,000 characters,
     *     or the action is not {@link Action#STAGE}
     */
    public ModuleCommand withFunctionName(String functionName) {
        Objects.requireNonNull(functionName, "functionName");
        if (action != Action.STAGE
                || functionName.isEmpty()
                || functionName.length() > LONGEST_TEXT) {
            throw new InvalidConfigurationException(
                    ("Command %s of upgrade %s cannot have the function name %s: only STAGE has"
                                    + " one, and it has 1 to 8,000 characters.")
                            .formatted(action, Quoted.of(upgradeId), Quoted.of(functionName)));
        }
        return new ModuleCommand(action, upgradeId, module, functionName);
    }

    public Action action() {
        return action;
    }

    public String upgradeId() {
        return upgradeId;
    }

    /** The pinned module of a {@link Action#STAGE}; empty for the others. */
    public Optional<ModuleReference> module() {
        return Optional.ofNullable(module);
    }

    /** The function of the new module; empty where the filter's own name holds. */
    public Optional<String> functionName() {
        return Optional.ofNullable(functionName);
    }

    private static String checkedId(String upgradeId) {
        Objects.requireNonNull(upgradeId, "upgradeId");
        if (!UPGRADE_ID.matcher(upgradeId).matches()) {
            throw new InvalidConfigurationException(
                    ("The id of an upgrade is %s, but it must be 1 to 100 letters, digits, dots,"
                                    + " dashes and underscores. Give for example redact-7.")
                            .formatted(Quoted.of(upgradeId)));
        }
        if (upgradeId.equals(UpgradeReport.INITIAL)) {
            throw new InvalidConfigurationException(
                    ("The id of an upgrade is %s, but reports mean by that the module that the job"
                                    + " was configured with. Give another one, for example"
                                    + " redact-7; to go back to that module, stage it under an id"
                                    + " of its own.")
                            .formatted(Quoted.of(upgradeId)));
        }
        return upgradeId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModuleCommand that
                && action == that.action
                && upgradeId.equals(that.upgradeId)
                && Objects.equals(module, that.module)
                && Objects.equals(functionName, that.functionName);
    }

    @Override
    public int hashCode() {
        return Objects.hash(action, upgradeId, module, functionName);
    }

    @Override
    public String toString() {
        return action
                + " "
                + upgradeId
                + (module == null ? "" : " " + module)
                + (functionName == null ? "" : " " + Quoted.of(functionName));
    }
}
