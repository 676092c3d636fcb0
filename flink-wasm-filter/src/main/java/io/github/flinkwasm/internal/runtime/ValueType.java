package io.github.flinkwasm.internal.runtime;

/** The value types of WebAssembly, as far as a filter's interface can show them. */
public enum ValueType {
    I32("i32"),
    I64("i64"),
    F32("f32"),
    F64("f64"),
    V128("v128"),
    FUNCREF("funcref"),
    EXTERNREF("externref"),
    /** A reference type of a later proposal (garbage collection, exceptions). */
    OTHER_REFERENCE("ref");

    private final String wasmName;

    ValueType(String wasmName) {
        this.wasmName = wasmName;
    }

    /** The name that the WebAssembly text format uses. */
    @Override
    public String toString() {
        return wasmName;
    }
}
