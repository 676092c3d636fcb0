package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;

/**
 * A table that shares a budget of elements with the other tables of its instance, and looks at the
 * deadline during long operations: {@code table.fill}, {@code table.copy} and {@code table.init}
 * all go through {@link #setRef}.
 */
final class LimitedTable extends TableInstance {
    private static final int CHECK_INTERVAL = 1 << 16;

    /** How many elements the tables of one instance may still grow by, together. */
    static final class Budget {
        private long left;

        Budget(long elements) {
            left = elements;
        }

        private boolean take(int elements) {
            if (elements < 0 || elements > left) {
                return false;
            }
            left -= elements;
            return true;
        }

        private void giveBack(int elements) {
            left += elements;
        }
    }

    private final Budget budget;
    private int writes;

    LimitedTable(Table table, int initialValue, Budget budget) {
        super(table, initialValue);
        this.budget = budget;
        budget.take(size());
    }

    @Override
    public int grow(int size, int value, Instance instance) {
        DeadlineFlag.check();
        if (!budget.take(size)) {
            return -1;
        }
        int before = -1;
        try {
            before = super.grow(size, value, instance);
        } catch (OutOfMemoryError none) {
            // The guest asked for more than the JVM can give: a denied growth like any other.
        }
        if (before < 0) {
            budget.giveBack(size);
        }
        return before;
    }

    @Override
    public void setRef(int index, int value, Instance instance) {
        if ((++writes & CHECK_INTERVAL - 1) == 0) {
            DeadlineFlag.check();
        }
        super.setRef(index, value, instance);
    }
}
