package io.github.flinkwasm.cli;

import io.github.flinkwasm.EventFormat;
import io.github.flinkwasm.FailureHandling;
import io.github.flinkwasm.InvalidConfigurationException;
import io.github.flinkwasm.ResetPolicy;
import io.github.flinkwasm.WasmFilter;
import io.github.flinkwasm.WasmFilterOptions;
import io.github.flinkwasm.fluentbit.FluentBitConfiguration;
import io.github.flinkwasm.fluentbit.FluentBitOptions;
import io.github.flinkwasm.fluentbit.FluentBitPipeline;
import io.github.flinkwasm.fluentbit.TagMatcher;
import io.github.flinkwasm.replay.job.FilterRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which filters a replay runs, and what they are compared with. */
final class ReplayFilters {
    private static final String MATCH = "match";
    private static final String MATCH_REGEX = "match_regex";
    private static final String NAME = "name";

    /** A comma ends an option's value only where another option follows. */
    private static final String BETWEEN_OPTIONS = ",(?=[A-Za-z][A-Za-z0-9_.-]*=)";

    private final List<String> notes = new ArrayList<>();

    @Mixin private CallOptions call = new CallOptions();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            order = 1,
            description = "The exported function of --wasm to call for every event.")
    private @Nullable String functionName;

    @Option(
            names = "--match",
            paramLabel = "TAGS",
            order = 1,
            description = "Which tags --wasm is for; * stands for any text. Default: all.")
    private @Nullable String match;

    @Option(
            names = "--filter",
            paramLabel = "KEY=VALUE,...",
            order = 2,
            description =
                    "A filter by its options instead of --wasm: wasm and function-name, all others"
                            + " of the reference, and match, match_regex and name. May be repeated:"
                            + " an event goes through all that are for its tag.")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            order = 2,
            description =
                    "All Wasm filters of a configuration of Fluent Bit, classic or YAML, with their"
                            + " tags and in their order.")
    private @Nullable String config;

    @Option(
            names = "--config-directory",
            paramLabel = "DIRECTORY",
            order = 3,
            description =
                    "Where relative paths of modules in --config begin. Default: the working"
                            + " directory, as in Fluent Bit.")
    private @Nullable String configDirectory;

    @Option(
            names = "--grant-accessible-paths",
            order = 3,
            description = "Let guests read the accessible_paths that --config names.")
    private boolean grantAccessiblePaths;

    @Option(
            names = "--skip-other-filters",
            order = 3,
            description =
                    "Leave out filters of --config that are no Wasm filters, instead of refusing"
                            + " it. Records are then not what they are in Fluent Bit.")
    private boolean skipOtherFilters;

    @Option(
            names = "--reset",
            paramLabel = "every-event|auto|never",
            order = 60,
            description =
                    "When the guest is put back to its state after start-up, besides after every"
                            + " failure: after every event, when it is needed (auto), or never."
                            + " Default: auto.")
    private @Nullable ResetPolicy resetPolicy;

    @Option(
            names = "--on-failure",
            paramLabel = "side-output|fail|pass-through|drop",
            order = 61,
            description = {
                "What becomes of an event that a filter cannot finish:",
                "  side-output: it goes into _failed, to be tried again. The default.",
                "  fail: the replay ends there, with exit status 1.",
                "  pass-through: it goes on as it came.",
                "  drop: it is left out.",
                "Every failure is counted."
            })
    private FailureHandling failureHandling = FailureHandling.SIDE_OUTPUT;

    @Option(
            names = "--against",
            paramLabel = "URI",
            order = 50,
            description =
                    "Another module: run both over the same events, and report what would change."
                            + " Only what --wasm emits is written.")
    private @Nullable String against;

    @Option(
            names = "--against-function",
            paramLabel = "NAME",
            order = 51,
            description =
                    "The function of --against, or another one of --wasm. Default: --function.")
    private @Nullable String againstFunction;

    @Option(
            names = "--against-event-format",
            paramLabel = "json|msgpack",
            order = 52,
            description = "Its event format. Default: --event-format.")
    private @Nullable EventFormat againstFormat;

    @Option(
            names = "--against-output",
            paramLabel = "DIRECTORY",
            order = 53,
            description =
                    "The output directory of an earlier, finished replay of the same INPUTs: report"
                            + " what would change against it. Its filters do not run, so their"
                            + " modules need not be there any more.")
    private @Nullable String againstOutput;

    /**
     * The filters in their order.
     *
     * @throws UsageException if there is none, or one is not a filter
     */
    List<FilterRoute> routes(ModuleOptions module) {
        int ways =
                (module.isGiven() ? 1 : 0) + (filters.isEmpty() ? 0 : 1) + (config == null ? 0 : 1);
        if (ways != 1) {
            throw new UsageException(
                    "%s: name one filter by '--wasm' and '--function', or filters by '--filter', or a configuration by '--config'."
                            .formatted(
                                    ways == 0
                                            ? "There is no filter"
                                            : "There is more than one way to name filters"));
        }
        if (module.isGiven()) {
            return List.of(route(filter(module)));
        }
        if (functionName != null || match != null) {
            throw new UsageException(
                    "'--function' and '--match' belong to '--wasm'. In '--filter' write"
                            + " function-name=… and match=….");
        }
        if (config != null) {
            return routesOf(config);
        }
        List<FilterRoute> routes = new ArrayList<>();
        for (String options : filters) {
            routes.add(routeOf(options, routes.size() + 1));
        }
        return routes;
    }

    private FilterRoute route(WasmFilter filter) {
        TagMatcher tags = TagMatcher.glob(match == null ? "*" : match);
        return new FilterRoute(filter.functionName(), filter, tags.toString(), tags::matches);
    }

    private WasmFilter filter(ModuleOptions module) {
        if (functionName == null) {
            throw new UsageException("Missing required option: '--function=NAME'");
        }
        return CallOptions.build(withPolicies(call.filter(module, functionName)));
    }

    private WasmFilter.Builder withPolicies(WasmFilter.Builder filter) {
        if (resetPolicy != null) {
            filter.setResetPolicy(resetPolicy);
        }
        return filter.setFailureHandling(failureHandling);
    }

    private List<FilterRoute> routesOf(String configuration) {
        FluentBitOptions options =
                FluentBitOptions.DEFAULT
                        .withOtherFilters(
                                skipOtherFilters
                                        ? FluentBitOptions.OtherFilters.SKIP
                                        : FluentBitOptions.OtherFilters.REFUSE)
                        .withAccessiblePathsGranted(grantAccessiblePaths);
        if (configDirectory != null) {
            options = options.withBaseDirectory(configDirectory);
        }
        FluentBitPipeline pipeline = FluentBitConfiguration.read(configuration, options);
        if (pipeline.filters().isEmpty()) {
            throw new UsageException(
                    "The configuration %s has no Wasm filter: nothing would be filtered."
                            .formatted(Printable.name(configuration)));
        }
        pipeline.warnings().forEach(warning -> notes.add(warning.toString()));
        pipeline.skipped()
                .forEach(
                        skipped ->
                                notes.add(
                                        "%s: filter %s is skipped: %s"
                                                .formatted(
                                                        skipped.position(),
                                                        skipped.name(),
                                                        skipped.reason())));
        return pipeline.filters().stream()
                .map(
                        routed ->
                                new FilterRoute(
                                        routed.name(),
                                        withPolicies(routed.filter().toBuilder()).build(),
                                        routed.tagMatcher().toString(),
                                        routed::matches))
                .toList();
    }

    /** What is good to know of the configuration, once {@link #routes} was called. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private FilterRoute routeOf(String text, int number) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.split(BETWEEN_OPTIONS, -1)) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "Invalid value for option '--filter': \"%s\" is not KEY=VALUE."
                                .formatted(Printable.name(option)));
            }
            options.put(option.substring(0, equals).strip(), option.substring(equals + 1));
        }
        String tags = options.remove(MATCH);
        String regex = options.remove(MATCH_REGEX);
        String name = options.remove(NAME);
        try {
            if (tags != null && regex != null) {
                throw new InvalidConfigurationException("match and match_regex exclude each other");
            }
            TagMatcher matcher =
                    regex != null
                            ? TagMatcher.regex(regex)
                            : TagMatcher.glob(tags == null ? "*" : tags);
            WasmFilter filter =
                    withPolicies(WasmFilterOptions.filterFrom(options).toBuilder()).build();
            return new FilterRoute(
                    name == null ? number + "." + filter.functionName() : name,
                    filter,
                    matcher.toString(),
                    matcher::matches);
        } catch (InvalidConfigurationException refused) {
            throw new UsageException(
                    "Invalid value for option '--filter': " + refused.getMessage());
        }
    }

    /** What the filters are compared with; empty if with nothing. */
    List<FilterRoute> baseline(ModuleOptions module) {
        if (against == null && againstFunction == null && againstFormat == null) {
            return List.of();
        }
        if (againstOutput != null) {
            throw new UsageException(
                    "'--against-output' compares with what was recorded, and '--against',"
                            + " '--against-function' and '--against-event-format' with a filter"
                            + " that runs: leave either of them out.");
        }
        if (!module.isGiven()) {
            throw new UsageException("'--against' compares with '--wasm', but there is none.");
        }
        WasmFilter.Builder filter = filter(module).toBuilder();
        if (against != null) {
            filter.setModule(ModuleOptions.reference("--against", against));
        }
        if (againstFunction != null) {
            filter.setFunctionName(againstFunction);
        }
        if (againstFormat != null) {
            filter.setEventFormat(againstFormat);
        }
        return List.of(route(CallOptions.build(filter)));
    }

    /** Where to find recorded outcomes to compare with; empty if nowhere. */
    Optional<String> baselineOutput() {
        return Optional.ofNullable(againstOutput);
    }
}
