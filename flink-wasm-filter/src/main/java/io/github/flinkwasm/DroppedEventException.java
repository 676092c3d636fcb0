package io.github.flinkwasm;

import org.apache.flink.annotation.PublicEvolving;

/**
 * A filter dropped an event where every element has to become exactly one. Whoever wrote the job
 * can fix it: by a function that can leave elements out.
 */
@PublicEvolving
public final class DroppedEventException extends WasmFilterException {

    private static final long serialVersionUID = 1L;

    public DroppedEventException(ModuleReference module, String functionName) {
        super(
                ("Function %s of module %s dropped an event, but a WasmFilterMap has to give one"
                     + " element for each. Use WasmFilterFunction, which has a dropped output, or"
                     + " WasmFilterFlatMap.")
                        .formatted(Quoted.of(functionName), module),
                null);
    }
}
