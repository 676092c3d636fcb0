package io.github.flinkwasm;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of {@link UpgradeReport}; found through the annotation on that class. */
@PublicEvolving
public final class UpgradeReportTypeInformation extends WholeTypeInformation<UpgradeReport> {

    private static final long serialVersionUID = 1L;

    public static final UpgradeReportTypeInformation INSTANCE = new UpgradeReportTypeInformation();

    private UpgradeReportTypeInformation() {}

    @Override
    public Class<UpgradeReport> getTypeClass() {
        return UpgradeReport.class;
    }

    @Override
    TypeSerializer<UpgradeReport> serializer() {
        return UpgradeReportSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "UpgradeReport";
    }

    /** How Flink finds the type information of a {@link UpgradeReport}. */
    @PublicEvolving
    public static final class Factory extends TypeInfoFactory<UpgradeReport> {
        @Override
        public TypeInformation<UpgradeReport> createTypeInfo(
                Type type, Map<String, TypeInformation<?>> genericParameters) {
            return INSTANCE;
        }
    }
}
