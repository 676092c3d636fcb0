package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.wasm.Version;
import io.github.flinkwasm.internal.runtime.CompiledModule.HugeMethod;
import java.util.List;

/**
 * What a compilation leaves behind: all that is needed to run the module in another process,
 * without the module and without the compiler. Its parts are code: whoever reads them from
 * somewhere verifies them before he calls {@link #load}.
 *
 * <p>The same module gives the same bytes on every JVM. Immutable; the arrays are shared, not
 * copied, and not to be changed.
 */
public final class PrecompiledModule {
    /** Names what turned the module into bytecode; part of an artifact's key. */
    public static final String COMPILER = "chicory";

    /** The compiler's version; generated classes run with the runtime of the same version only. */
    public static final String COMPILER_VERSION = Version.version();

    /**
     * Changes when what generated code calls of this library, for the deadline first of all, or its
     * meaning, changes.
     */
    public static final int INSTRUMENTATION_VERSION = ShadedRedirection.VERSION;

    private final byte[] skeleton;
    private final CompiledClasses classes;
    private final List<HugeMethod> hugeMethods;
    private final long moduleSizeBytes;

    /**
     * @param skeleton the module without its code
     * @param classes the generated classes, deadline included
     * @param hugeMethods the functions that HotSpot leaves to its interpreter
     * @param moduleSizeBytes the length of the module's binary
     */
    public PrecompiledModule(
            byte[] skeleton,
            CompiledClasses classes,
            List<HugeMethod> hugeMethods,
            long moduleSizeBytes) {
        this.skeleton = skeleton;
        this.classes = classes;
        this.hugeMethods = List.copyOf(hugeMethods);
        this.moduleSizeBytes = moduleSizeBytes;
    }

    /**
     * What a compilation in this process leaves behind.
     *
     * @param module the module's binary
     * @param compiled what it was compiled to
     */
    public static PrecompiledModule of(byte[] module, CompiledModule compiled) {
        return new PrecompiledModule(
                ModuleSkeleton.of(module),
                compiled.classes(),
                compiled.hugeMethods(),
                module.length);
    }

    /**
     * Loads the classes; nothing is compiled.
     *
     * @param origin names the module in messages
     * @throws io.github.flinkwasm.ModuleRejectedException if the parts are not what a compilation
     *     leaves behind, or the JVM refuses a class
     */
    public CompiledModule load(String origin) {
        var parsed = ModuleParser.parse(skeleton, origin);
        return new CompiledModule(
                origin,
                parsed,
                ModuleParser.describe(parsed, moduleSizeBytes),
                classes,
                hugeMethods);
    }

    public byte[] skeleton() {
        return skeleton;
    }

    public CompiledClasses classes() {
        return classes;
    }

    public List<HugeMethod> hugeMethods() {
        return hugeMethods;
    }

    public long moduleSizeBytes() {
        return moduleSizeBytes;
    }
}
