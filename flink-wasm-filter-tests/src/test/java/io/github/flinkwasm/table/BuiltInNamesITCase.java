package io.github.flinkwasm.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.junit.jupiter.api.Test;

/** No function of ours can take the place of one that this Flink's planner knows. */
final class BuiltInNamesITCase {

    @Test
    void everyNameThatThePlannerHasAFunctionUnderIsRefused() throws Exception {
        // Given
        List<String> names = namesOfThePlanner();

        // When
        List<String> allowed = names.stream().filter(name -> !BuiltInFunctions.have(name)).toList();

        // Then
        assertThat(names).contains("TUMBLE", "DATE_FORMAT", "UPPER");
        assertThat(allowed).isEmpty();
    }

    /** By reflection: the planner hides behind a class loader of its own. */
    private static List<String> namesOfThePlanner() throws Exception {
        TableEnvironmentImpl session =
                (TableEnvironmentImpl) Sql.session(RuntimeExecutionMode.STREAMING).environment();
        ClassLoader planner = session.getPlanner().getClass().getClassLoader();
        Class<?> table =
                planner.loadClass(
                        "org.apache.flink.table.planner.functions.sql.FlinkSqlOperatorTable");
        Class<?> operator = planner.loadClass("org.apache.calcite.sql.SqlOperator");
        Object all = table.getMethod("instance", boolean.class).invoke(null, false);
        List<String> names = new ArrayList<>();
        for (Object one : (Collection<?>) table.getMethod("getOperatorList").invoke(all)) {
            String syntax = String.valueOf(operator.getMethod("getSyntax").invoke(one));
            String name = (String) operator.getMethod("getName").invoke(one);
            if (syntax.startsWith("FUNCTION") && name.matches("[A-Za-z]\\w*")) {
                names.add(name);
            }
        }
        return names;
    }
}
