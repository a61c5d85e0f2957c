package dev.cria;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The one-way dependencies of docs/design.md, checked on the compiled classes. */
@AnalyzeClasses(packages = "dev.cria", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

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
                            "ai.djl.huggingface..");

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
                    .haveFullyQualifiedName("java.io.ObjectInputStream");
}
