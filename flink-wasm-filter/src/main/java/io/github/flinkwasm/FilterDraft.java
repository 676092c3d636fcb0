package io.github.flinkwasm;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A filter while its options are put together: the parts that are values, beside the builder. */
final class FilterDraft {

    private final WasmFilter.Builder builder = WasmFilter.builder();
    private @Nullable ModuleReference module;
    private FilterLimits limits = FilterLimits.DEFAULT;
    private ModulePersistence persistence = ModulePersistence.DEFAULT;
    private ModuleArtifacts artifacts = ModuleArtifacts.NONE;

    /** Sorted, since a configuration has no order, and all subtasks shall see the same one. */
    private final Map<String, String> environmentVariables = new TreeMap<>();

    WasmFilter.Builder builder() {
        return builder;
    }

    void setModuleUri(String uri) {
        module = ModuleReference.of(uri);
    }

    /** To be called after {@link #setModuleUri}. */
    void setModuleSha256(String sha256) {
        module = Objects.requireNonNull(module, "module").withSha256(sha256);
    }

    void changeLimits(UnaryOperator<FilterLimits> change) {
        limits = change.apply(limits);
    }

    void changePersistence(UnaryOperator<ModulePersistence> change) {
        persistence = change.apply(persistence);
    }

    void changeArtifacts(UnaryOperator<ModuleArtifacts> change) {
        artifacts = change.apply(artifacts);
    }

    void putEnvironmentVariables(Map<String, String> variables) {
        environmentVariables.putAll(variables);
    }

    /**
     * @throws InvalidConfigurationException as {@link WasmFilter.Builder#build}
     */
    WasmFilter build() {
        return builder.setModule(Objects.requireNonNull(module, "module"))
                .setLimits(limits)
                .setModulePersistence(persistence)
                .setArtifacts(artifacts)
                .setEnvironmentVariables(environmentVariables)
                .build();
    }
}
