package io.github.flinkwasm.internal.artifact;

import io.github.flinkwasm.internal.runtime.PrecompiledModule;

/**
 * What decides an artifact's bytes. Two artifacts with the same key are the same, and one with
 * another key is no replacement.
 *
 * @param moduleSha256 of the module, 64 lower-case hex digits
 * @param target what the artifact runs on
 * @param compiler its name
 * @param compilerVersion generated classes fit the runtime of that version only
 * @param deadlineInstrumentation how the compiled code is made to end
 * @param format the version of the artifact's own format
 */
public record ArtifactKey(
        String moduleSha256,
        ArtifactTarget target,
        String compiler,
        String compilerVersion,
        int deadlineInstrumentation,
        int format) {

    /** The version of the format that this library writes and reads. */
    public static final int FORMAT = 1;

    /** How the names of artifacts end. */
    public static final String FILE_SUFFIX = ".wfa";

    /** The key of what this library would compile, or could load. */
    public static ArtifactKey of(String moduleSha256, ArtifactTarget target) {
        return new ArtifactKey(
                moduleSha256,
                target,
                PrecompiledModule.COMPILER,
                PrecompiledModule.COMPILER_VERSION,
                PrecompiledModule.INSTRUMENTATION_VERSION,
                FORMAT);
    }

    /** The artifact's name in a store: as in {@code 9f2c….jvm.chicory-1.7.5.d2.f1.wfa}. */
    public String fileName() {
        return "%s.%s.%s-%s.d%d.f%d%s"
                .formatted(
                        moduleSha256,
                        target.label(),
                        compiler,
                        compilerVersion,
                        deadlineInstrumentation,
                        format,
                        FILE_SUFFIX);
    }
}
