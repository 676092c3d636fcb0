package io.github.flinkwasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitedTableTest {
    private static final int NULL_REFERENCE = -1;
    private static final int FUNCTION = 7;

    private static LimitedTable table(int elements, int max, LimitedTable.Budget budget) {
        return new LimitedTable(
                new Table(ValType.FuncRef, new TableLimits(elements, max)), NULL_REFERENCE, budget);
    }

    private static LimitedTable table(int elements, int max) {
        return table(elements, max, new LimitedTable.Budget(max));
    }

    @Test
    void growingByOneElementAMillionTimesTakesNoQuadraticTime() {
        // Given
        LimitedTable table = table(1, 1_000_000);
        long start = System.nanoTime();

        // When
        for (int i = 1; i < 1_000_000; i++) {
            table.grow(1, FUNCTION, null);
        }

        // Then: copied whole each time, that would be six terabytes
        assertThat(table.size()).isEqualTo(1_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void grownElementsHaveTheGivenValueAndOldOnesTheirs() {
        // Given
        LimitedTable table = table(2, 100);
        table.setRef(1, 3, null);

        // When
        int before = table.grow(2, FUNCTION, null);

        // Then
        assertThat(before).isEqualTo(2);
        assertThat(table.size()).isEqualTo(4);
        assertThat(new int[] {table.ref(0), table.ref(1), table.ref(2), table.ref(3)})
                .containsExactly(NULL_REFERENCE, 3, FUNCTION, FUNCTION);
    }

    @Test
    void roomThatNobodyHasAskedForCannotBeReached() {
        // Given: room for more elements than there are
        LimitedTable table = table(10, 100);
        table.grow(1, FUNCTION, null);

        // When
        ThrowingCallable reading = () -> table.ref(11);

        // Then
        assertThatThrownBy(reading)
                .isInstanceOf(ChicoryException.class)
                .hasMessage("undefined element");
        assertThatThrownBy(() -> table.setRef(11, FUNCTION, null))
                .isInstanceOf(ChicoryException.class)
                .hasMessage("out of bounds table access");
        assertThatThrownBy(() -> table.instance(11))
                .isInstanceOf(ChicoryException.class)
                .hasMessage("undefined element");
    }

    @Test
    void emptyElementIsNamedWhenItIsCalled() {
        // Given
        LimitedTable table = table(10, 10);

        // When
        ThrowingCallable calling = () -> table.requiredRef(3);

        // Then
        assertThatThrownBy(calling)
                .isInstanceOf(ChicoryException.class)
                .hasMessage("uninitialized element 3");
    }

    @Test
    void tablesOfOneInstanceShareTheirBudget() {
        // Given
        LimitedTable.Budget budget = new LimitedTable.Budget(100);
        LimitedTable first = table(10, 100, budget);
        LimitedTable second = table(10, 100, budget);

        // When
        int grown = first.grow(80, FUNCTION, null);

        // Then
        assertThat(grown).isEqualTo(10);
        assertThat(second.grow(1, FUNCTION, null)).isEqualTo(-1);
        assertThat(second.size()).isEqualTo(10);
    }

    @Test
    void growthPastTheMaximumOrByANegativeNumberChangesNothing() {
        // Given
        LimitedTable table = table(10, 20);

        // When
        int past = table.grow(11, FUNCTION, null);

        // Then
        assertThat(past).isEqualTo(-1);
        assertThat(table.grow(-1, FUNCTION, null)).isEqualTo(-1);
        assertThat(table.grow(Integer.MAX_VALUE, FUNCTION, null)).isEqualTo(-1);
        assertThat(table.size()).isEqualTo(10);
        assertThat(table.grow(10, FUNCTION, null)).isEqualTo(10);
    }
}
