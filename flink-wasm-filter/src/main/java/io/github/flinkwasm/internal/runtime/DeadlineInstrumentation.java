package io.github.flinkwasm.internal.runtime;

/**
 * Redirects the interruption check of generated classes to {@link DeadlineFlag}.
 *
 * <p>Chicory emits a call of one static method, {@code checkInterruption} in the generated {@code
 * *Shaded} class, at every back edge and function entry. As generated it looks at the thread's
 * interrupt flag; we need deadlines without interrupting Flink's threads. See docs/rationale.md,
 * "Why rewrite one method of the compiled code?".
 */
final class DeadlineInstrumentation {
    private static final ShadedRedirection CHECK =
            new ShadedRedirection("checkInterruption", "()V", DeadlineFlag.class, "check");

    private DeadlineInstrumentation() {}

    /**
     * @throws IllegalStateException if there is not exactly one method to redirect: a guest
     *     compiled like that could not be stopped
     */
    static CompiledClasses apply(CompiledClasses classes) {
        return CHECK.apply(classes);
    }
}
