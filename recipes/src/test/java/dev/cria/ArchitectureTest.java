package dev.cria;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The one-way dependencies of docs/design.md, checked on the compiled classes. */
@AnalyzeClasses(
        packages = "dev.cria",
        importOptions = {
            ImportOption.DoNotIncludeTests.class,
            ArchitectureTest.WithoutTestJars.class
        })
final class ArchitectureTest {

    /** What modules share for their tests comes as a jar where they are packaged. */
    static final class WithoutTestJars implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule dependenciesRunOneWay =
            Architectures.layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("recipes")
                    .definedBy("dev.cria.recipes..")
                    .layer("trainer")
                    .definedBy("dev.cria.trainer..")
                    .layer("data")
                    .definedBy("dev.cria.data..")
                    .layer("checkpoints")
                    .definedBy("dev.cria.checkpoints..")
                    .whereLayer("recipes")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("trainer")
                    .mayOnlyBeAccessedByLayers("recipes")
                    .whereLayer("data")
                    .mayOnlyBeAccessedByLayers("recipes", "trainer");

    @ArchTest
    static final ArchRule packagesOfAModuleDoNotDependInCircles =
            SlicesRuleDefinition.slices().matching("dev.cria.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheTrainerUsesTheEngine =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.cria.trainer..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch..", "ai.djl.engine..");

    @ArchTest
    static final ArchRule onlyDataUsesItsLibraries =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.cria.data..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.arrow..",
                            "blue.strategic..",
                            "org.tribuo..",
                            "ai.djl.huggingface..",
                            "ai.onnxruntime..");

    /**
     * Files of others are read by them in a process of its own, shards of tokens by our own code.
     */
    @ArchTest
    static final ArchRule tableReadersSeeNoUnverifiedBytesOfThisProcess =
            noClasses()
                    .that()
                    .haveNameNotMatching(
                            "dev\\.cria\\.data\\.source\\.(ArrowTable|ParquetTable|ParquetRow|ParquetSizes)")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "org\\.apache\\.arrow\\.vector\\.ipc\\..*Reader|blue\\.strategic\\.parquet\\.ParquetReader|org\\.apache\\.parquet\\.hadoop\\.ParquetFileReader|org\\.apache\\.parquet\\.io\\.RecordReader|org\\.apache\\.parquet\\.format\\.Util");

    @ArchTest
    static final ArchRule onlyTheirProcessCallsTableReaders =
            noClasses()
                    .that()
                    .haveNameNotMatching(
                            "dev\\.cria\\.data\\.source\\.(TableMain|ArrowTable|ParquetTable|ParquetRow(\\$.*)?)")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "dev\\.cria\\.data\\.source\\.(ArrowTable|ParquetTable|ParquetRow)");

    @ArchTest
    static final ArchRule nothingKnowsOfSpark =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.spark..", "scala..", "dev.cria.data.spark..");

    @ArchTest
    static final ArchRule onlyRecipesReadYamlAndTheCommandLine =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.cria.recipes..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("picocli..", "org.snakeyaml..", "me.tongfei..");

    @ArchTest
    static final ArchRule nothingIsSerializedAsJavaObjects =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(
                            "java\\.io\\.Object(In|Out)putStream|java\\.beans\\.XML(De|En)coder|javax\\.script\\..*");

    @ArchTest
    static final ArchRule noClassIsLoadedByAName =
            noClasses()
                    .that()
                    .haveNameNotMatching("dev\\.cria\\.recipes\\.cli\\.(ArchiveClasses|Signals)")
                    .should()
                    .callMethodWhere(named(Class.class, "forName"))
                    .orShould()
                    .callMethodWhere(named(ClassLoader.class, "loadClass"))
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.util.ServiceLoader");

    /** Its archive is made from our own source text, in memory; no path leads there. */
    @ArchTest
    static final ArchRule onlyTheKernelsAreLoadedAsTorchScript =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("dev.cria.trainer.engine.Kernels")
                    .should()
                    .callMethodWhere(
                            target(nameMatching("loadModule.*|decode|load"))
                                    .and(
                                            target(
                                                    owner(
                                                            resideInAnyPackage(
                                                                    "ai.djl.pytorch..",
                                                                    "ai.djl.ndarray..",
                                                                    "ai.djl")))))
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl.repository..", "ai.djl.inference..")
                    .orShould()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("ai.djl.Model");

    private static DescribedPredicate<JavaMethodCall> named(Class<?> owner, String method) {
        return target(name(method)).and(target(owner(assignableTo(owner)))).forSubtype();
    }
}
