package io.github.flinkwasm.internal.abi;

import io.github.flinkwasm.AbiVersion;
import io.github.flinkwasm.ModuleRejectedException;
import io.github.flinkwasm.internal.runtime.FunctionSignature;
import io.github.flinkwasm.internal.runtime.GuestText;
import io.github.flinkwasm.internal.runtime.ModuleDescription;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Export;
import io.github.flinkwasm.internal.runtime.ModuleDescription.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An exported function that is a Fluent Bit filter: {@code f(tag, tag_len, time_sec, time_nsec,
 * record, record_len)}. The result type tells the version of the ABI: i32 is version 1, i64 is
 * version 2.
 */
public record FilterFunction(Export export, AbiVersion abiVersion) {
    private static final FunctionSignature VERSION_1 = FunctionSignature.of("iiiiii:i");
    private static final FunctionSignature VERSION_2 = FunctionSignature.of("iiiiii:I");

    /** All exports that can be filters, in the module's order. */
    public static List<FilterFunction> candidates(ModuleDescription module) {
        List<FilterFunction> filters = new ArrayList<>();
        for (Export export : module.exports()) {
            of(export).ifPresent(filters::add);
        }
        return List.copyOf(filters);
    }

    private static Optional<FilterFunction> of(Export export) {
        if (VERSION_1.equals(export.signature())) {
            return Optional.of(new FilterFunction(export, AbiVersion.VERSION_1));
        }
        if (VERSION_2.equals(export.signature())) {
            return Optional.of(new FilterFunction(export, AbiVersion.VERSION_2));
        }
        return Optional.empty();
    }

    /**
     * Finds the filter that the configuration names.
     *
     * @param origin names the module in messages
     * @param configured the ABI version the configuration asks for; empty takes the signature's
     * @throws ModuleRejectedException if there is no such export, it is no filter, or of another
     *     ABI version
     */
    public static FilterFunction resolve(
            ModuleDescription module,
            String origin,
            String functionName,
            Optional<AbiVersion> configured) {
        Optional<Export> named =
                module.exports().stream()
                        .filter(export -> export.name().equals(functionName))
                        .findFirst();
        if (named.isEmpty()) {
            throw new ModuleRejectedException(
                    "Module "
                            + origin
                            + " exports no function "
                            + GuestText.quoted(functionName)
                            + ". "
                            + candidatesSentence(module));
        }
        Export export = named.get();
        if (export.kind() != Kind.FUNCTION) {
            throw new ModuleRejectedException(
                    "Module "
                            + origin
                            + " exports "
                            + GuestText.quoted(functionName)
                            + " as a "
                            + export.kind().name().toLowerCase(java.util.Locale.ROOT)
                            + ", but a filter is a function. "
                            + candidatesSentence(module));
        }
        FilterFunction function =
                of(export)
                        .orElseThrow(
                                () ->
                                        new ModuleRejectedException(
                                                "Module "
                                                        + origin
                                                        + " exports "
                                                        + GuestText.quoted(functionName)
                                                        + " as "
                                                        + shortened(export.signature())
                                                        + ", but a Fluent Bit filter is "
                                                        + VERSION_1
                                                        + " (ABI version 1) or "
                                                        + VERSION_2
                                                        + " (ABI version 2). Check the function"
                                                        + " name or the guest's signature. "
                                                        + candidatesSentence(module)));
        if (configured.isPresent() && configured.get() != function.abiVersion) {
            throw new ModuleRejectedException(
                    "Module "
                            + origin
                            + " exports "
                            + GuestText.quoted(functionName)
                            + " as "
                            + export.signature()
                            + ", which is ABI "
                            + nameOf(function.abiVersion)
                            + ", but the configuration asks for ABI "
                            + nameOf(configured.get())
                            + ". Drop that setting, or build the filter for it.");
        }
        return function;
    }

    private static String nameOf(AbiVersion version) {
        return switch (version) {
            case VERSION_1 -> "version 1";
            case VERSION_2 -> "version 2";
        };
    }

    private static String candidatesSentence(ModuleDescription module) {
        List<FilterFunction> candidates = candidates(module);
        if (candidates.isEmpty()) {
            return "None of its exports is a filter.";
        }
        return "Its filters are: "
                + candidates.stream()
                        .limit(20)
                        .map(candidate -> GuestText.quoted(candidate.export().name()))
                        .collect(Collectors.joining(", "))
                + (candidates.size() > 20 ? ", …" : "")
                + ".";
    }

    /** A module may give a function a thousand parameters. */
    private static String shortened(@Nullable FunctionSignature signature) {
        String text = String.valueOf(signature);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
