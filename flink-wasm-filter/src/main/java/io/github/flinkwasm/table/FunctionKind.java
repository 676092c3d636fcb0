package io.github.flinkwasm.table;

/** How SQL calls a function. */
enum FunctionKind {
    /** As {@code LATERAL TABLE(f(…))}: a row for each event that the filter keeps. */
    TABLE,

    /** As {@code f(…)} wherever a value may stand: null for an event that the filter drops. */
    SCALAR
}
