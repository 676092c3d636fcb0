package io.github.flinkwasm.internal.runtime;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table that shares a budget of elements with the other tables of its instance, and looks at the
 * deadline during long operations: {@code table.fill}, {@code table.copy} and {@code table.init}
 * all go through {@link #setRef}.
 *
 * <p>Its elements are its own, and the superclass's arrays stay empty: those are copied whole at
 * every {@code table.grow}, which a guest could use to keep the JVM busy with nothing but copying
 * and collecting arrays of many megabytes.
 */
final class LimitedTable extends TableInstance {
    private static final int CHECK_INTERVAL = 1 << 16;
    private static final int NULL_REFERENCE = -1;

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

    private final TableLimits limits;
    private final Budget budget;

    /** Both may be longer than {@link #size}, so that growing element by element stays cheap. */
    private int[] references;

    private @Nullable Instance[] instances;
    private int size;
    private int writes;

    LimitedTable(Table table, int initialValue, Budget budget) {
        super(new Table(table.elementType(), new TableLimits(0, 0)), initialValue);
        this.limits = table.limits();
        this.budget = budget;
        this.size = (int) limits.min();
        this.references = new int[size];
        this.instances = new Instance[size];
        Arrays.fill(references, initialValue);
        budget.take(size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public TableLimits limits() {
        return limits;
    }

    @Override
    public int grow(int more, int value, Instance instance) {
        DeadlineFlag.check();
        if (more < 0 || more > limits.max() - size || !budget.take(more)) {
            return -1;
        }
        if (!makeRoom(size + more)) {
            budget.giveBack(more);
            return -1;
        }
        int before = size;
        size += more;
        Arrays.fill(references, before, size, value);
        Arrays.fill(instances, before, size, instance);
        return before;
    }

    private boolean makeRoom(int needed) {
        if (needed <= references.length) {
            return true;
        }
        int generous = (int) Math.min(limits.max(), needed + needed / 2L);
        try {
            int[] moreReferences = Arrays.copyOf(references, generous);
            instances = Arrays.copyOf(instances, generous);
            references = moreReferences;
            return true;
        } catch (OutOfMemoryError none) {
            // The guest asked for more than the JVM can give: a denied growth like any other.
            return false;
        }
    }

    @Override
    public int ref(int index) {
        if (index < 0 || index >= size) {
            throw new ChicoryException("undefined element");
        }
        return references[index];
    }

    @Override
    public int requiredRef(int index) {
        int reference = ref(index);
        if (reference == NULL_REFERENCE) {
            StackHeadroom.ensure();
            throw new ChicoryException("uninitialized element " + index);
        }
        return reference;
    }

    @Override
    public void setRef(int index, int value, Instance instance) {
        if ((++writes & CHECK_INTERVAL - 1) == 0) {
            DeadlineFlag.check();
        }
        if (index < 0 || index >= size) {
            throw new UninstantiableException("out of bounds table access");
        }
        references[index] = value;
        instances[index] = instance;
    }

    @Override
    public @Nullable Instance instance(int index) {
        if (index < 0 || index >= size) {
            throw new ChicoryException("undefined element");
        }
        return instances[index];
    }

    @Override
    public void reset() {
        Arrays.fill(references, 0, size, NULL_REFERENCE);
        Arrays.fill(instances, 0, size, null);
    }
}
