package io.github.flinkwasm.internal.runtime;

import java.util.ArrayList;
import java.util.List;

/** A host environment that a test fills with functions; its state is one number. */
public final class TestHost implements HostEnvironment {
    private final List<HostFunction> functions = new ArrayList<>();
    private int number;
    private boolean closed;

    /** Offers a function that may run anything. */
    public TestHost offer(String module, String name, String signature, HostFunction.Body body) {
        functions.add(new HostFunction(module, name, FunctionSignature.of(signature), false, body));
        return this;
    }

    /** Offers a function that may run with whatever stack the guest has left. */
    TestHost offerLeaf(String module, String name, String signature, HostFunction.Body body) {
        functions.add(new HostFunction(module, name, FunctionSignature.of(signature), true, body));
        return this;
    }

    /** {@code host.put(i32)} and {@code host.get() -> i32} on the number. */
    TestHost offerNumber() {
        return offer(
                        "host",
                        "put",
                        "i:",
                        (call, arguments) -> {
                            number = (int) arguments[0];
                            return 0;
                        })
                .offer("host", "get", ":i", (call, arguments) -> number);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public List<HostFunction> functions() {
        return List.copyOf(functions);
    }

    @Override
    public Object captureState() {
        return number;
    }

    @Override
    public void restoreState(Object state) {
        number = (Integer) state;
    }

    @Override
    public void close() {
        closed = true;
    }
}
