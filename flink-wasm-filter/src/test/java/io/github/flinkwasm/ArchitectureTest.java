package io.github.flinkwasm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.annotation.Experimental;
import org.apache.flink.annotation.PublicEvolving;
import org.junit.jupiter.api.Test;

/**
 * Holds the package table of {@code docs/contributing/architecture.md} and what follows from it.
 *
 * <p>A package that holds no class yet passes every rule; a class outside the table's packages
 * never does.
 */
@AnalyzeClasses(
        packages = ArchitectureTest.ROOT,
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    static final String ROOT = "io.github.flinkwasm";

    private static final String INTERNAL = ROOT + ".internal";

    /** The rows of the table, top to bottom, as the document writes them. */
    private static final List<String> ROWS =
            List.of(
                    "datastream",
                    "table",
                    "artifact",
                    "internal.conversion",
                    "internal.execution",
                    "internal.pool",
                    "internal.artifact",
                    "internal.module",
                    "internal.upgrade",
                    "internal.abi",
                    "internal.wasi",
                    "internal.runtime",
                    "internal.codec",
                    "internal.metrics",
                    "(root)",
                    "internal.text");

    private static final Path DOCUMENTED_TABLE =
            Path.of("..", "docs", "contributing", "architecture.md");

    private static final Pattern DOCUMENTED_ROW = Pattern.compile("^\\| `([a-z.()]+)` \\|.*");

    @ArchTest
    static final ArchRule everyClassLivesInAPackageOfTheTable =
            classes()
                    .should()
                    .resideInAnyPackage(packagesOf(ROWS.stream()))
                    .because("a new package needs a row in the table first");

    @ArchTest
    static final ArchRule everyRowImportsOnlyRowsBeneathIt =
            CompositeArchRule.of(
                    IntStream.range(1, ROWS.size())
                            .mapToObj(ArchitectureTest::importsNoRowAboveIt)
                            .toList());

    @ArchTest
    static final ArchRule onlyTheRuntimeImportsChicoryAndAsm =
            onlyImporterOf("internal.runtime", "com.dylibso.chicory..", "org.objectweb.asm..");

    @ArchTest
    static final ArchRule onlyTheCodecImportsJacksonAndMsgpack =
            onlyImporterOf("internal.codec", "com.fasterxml.jackson..", "org.msgpack..");

    @ArchTest
    static final ArchRule guestSideOfTheLibraryImportsNoFlink =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            packagesOf(
                                    Stream.of(
                                            "internal.abi",
                                            "internal.wasi",
                                            "internal.runtime",
                                            "internal.codec")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.flink..")
                    .because("these four are used and tested without Flink")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyTypeForUsersSaysHowStableItIs =
            classes().that(areForUsers()).should(haveExactlyOneStability()).allowEmptyShould(true);

    @ArchTest
    static final ArchRule signaturesForUsersMentionNoInternalType =
            classes()
                    .that(areForUsers())
                    .should(mentionNoInternalTypeInSignatures())
                    .allowEmptyShould(true);

    @Test
    void documentHasTheSameTable() throws IOException {
        // Given
        List<String> lines = Files.readAllLines(DOCUMENTED_TABLE);

        // When
        List<String> documentedRows =
                lines.stream()
                        .map(DOCUMENTED_ROW::matcher)
                        .filter(Matcher::matches)
                        .map(row -> row.group(1))
                        .toList();

        // Then
        assertThat(documentedRows).isEqualTo(ROWS);
    }

    private static String packageOf(String row) {
        return row.equals("(root)") ? ROOT : ROOT + "." + row;
    }

    private static String[] packagesOf(Stream<String> rows) {
        return rows.map(ArchitectureTest::packageOf).toArray(String[]::new);
    }

    private static ArchRule importsNoRowAboveIt(int position) {
        return noClasses()
                .that()
                .resideInAPackage(packageOf(ROWS.get(position)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesOf(ROWS.stream().limit(position)))
                .because("a row of the package table may import only rows beneath it")
                .allowEmptyShould(true);
    }

    private static ArchRule onlyImporterOf(String row, String... importedPackages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(packageOf(row))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(importedPackages)
                .because("each of these libraries has one importer");
    }

    /** Types outside {@code internal} that code in another package can name. */
    private static DescribedPredicate<JavaClass> areForUsers() {
        return DescribedPredicate.describe(
                "are for users of the library",
                type -> !isInternal(type) && canBeNamedFromOtherPackages(type));
    }

    private static boolean canBeNamedFromOtherPackages(JavaClass type) {
        return isForUsers(type)
                && type.getEnclosingClass()
                        .map(ArchitectureTest::canBeNamedFromOtherPackages)
                        .orElse(true);
    }

    private static boolean isForUsers(HasModifiers declared) {
        return declared.getModifiers().contains(JavaModifier.PUBLIC)
                || declared.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isInternal(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.equals(INTERNAL) || name.startsWith(INTERNAL + ".");
    }

    private static ArchCondition<JavaClass> haveExactlyOneStability() {
        return new ArchCondition<>("have exactly one of @PublicEvolving and @Experimental") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean evolving = type.isAnnotatedWith(PublicEvolving.class);
                boolean experimental = type.isAnnotatedWith(Experimental.class);
                if (evolving == experimental) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type,
                                    "%s has %s of @PublicEvolving and @Experimental in %s"
                                            .formatted(
                                                    type.getFullName(),
                                                    evolving ? "both" : "none",
                                                    type.getSourceCodeLocation())));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> mentionNoInternalTypeInSignatures() {
        return new ArchCondition<>("mention no internal type in what users can call") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                report(type.getFullName(), superTypes(type), type, events);
                type.getFields().stream()
                        .filter(ArchitectureTest::isForUsers)
                        .forEach(
                                field ->
                                        report(
                                                field.getFullName(),
                                                Stream.of(field.getType()),
                                                type,
                                                events));
                type.getCodeUnits().stream()
                        .filter(ArchitectureTest::isForUsers)
                        .forEach(
                                codeUnit ->
                                        report(
                                                codeUnit.getFullName(),
                                                signatureTypes(codeUnit),
                                                type,
                                                events));
            }
        };
    }

    private static void report(
            String mentioner, Stream<JavaType> mentioned, JavaClass type, ConditionEvents events) {
        String internalNames =
                mentioned
                        .flatMap(mention -> mention.getAllInvolvedRawTypes().stream())
                        .filter(ArchitectureTest::isInternal)
                        .map(JavaClass::getFullName)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        if (!internalNames.isEmpty()) {
            events.add(
                    SimpleConditionEvent.violated(
                            type, "%s mentions %s".formatted(mentioner, internalNames)));
        }
    }

    private static Stream<JavaType> superTypes(JavaClass type) {
        return Stream.of(
                        type.getSuperclass().stream(),
                        type.getInterfaces().stream(),
                        type.getTypeParameters().stream())
                .flatMap(mentioned -> mentioned);
    }

    private static Stream<JavaType> signatureTypes(JavaCodeUnit codeUnit) {
        return Stream.of(
                        Stream.of(codeUnit.getReturnType()),
                        codeUnit.getParameterTypes().stream(),
                        codeUnit.getExceptionTypes().stream(),
                        codeUnit.getTypeParameters().stream())
                .flatMap(mentioned -> mentioned);
    }
}
