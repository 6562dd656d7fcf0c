package io.teamflow.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The suite measures TeamFlow as a stranger would. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.teamflow.bench");

  @Test
  void theSuiteIsLookedAt() {
    assertTrue(CLASSES.size() > 20, "only " + CLASSES.size());
  }

  @Test
  void theSuiteKnowsTeamFlowOnlyAsAProcess() {
    noClasses()
        .should()
        .dependOnClassesThat(
            Predicates.resideInAPackage("io.teamflow..")
                .and(
                    Predicates.resideOutsideOfPackages(
                        "io.teamflow.bench..", "io.teamflow.driver..")))
        .check(CLASSES);
  }

  @Test
  void theLoadDriverKnowsNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.teamflow.bench.load..")
        .should()
        .dependOnClassesThat(
            Predicates.resideInAPackage("io.teamflow..")
                .and(Predicates.resideOutsideOfPackage("io.teamflow.bench.load..")))
        .check(CLASSES);
  }
}
