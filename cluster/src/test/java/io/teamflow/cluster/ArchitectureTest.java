package io.teamflow.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.teamflow");

  @ParameterizedTest
  @ValueSource(
      strings = {"codecs", "stream", "auth", "task", "chat", "notification", "gateway", "cluster"})
  void noModuleIsMissingFromTheseRules(String module) {
    long size =
        CLASSES.stream()
            .filter(type -> type.getPackageName().startsWith("io.teamflow." + module))
            .count();
    assertTrue(size >= 5, module + " has " + size);
  }

  @Test
  void codecsKnowNobody() {
    hold(mayKnow("codecs"));
  }

  @Test
  void streamKnowsCodecs() {
    hold(mayKnow("stream", "codecs"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "task", "chat", "notification", "gateway"})
  void verticlesKnowCodecsAndStreamsButNotEachOther(String verticle) {
    hold(mayKnow(verticle, "codecs", "stream"));
  }

  @Test
  void theDriverKnowsNobody() {
    hold(mayKnow("driver"));
  }

  @Test
  void onlyJoinNamesHazelcast() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.teamflow.cluster.join..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.hazelcast.."));
  }

  @Test
  void onlyTheBusAndTheNodePipeNameTheRawEventBus() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.teamflow.codecs.bus", "io.teamflow.stream")
            .and()
            .doNotHaveSimpleName("BusConnections") // its options
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.core.eventbus"));
  }

  @Test
  void sqlLivesInStores() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.teamflow.stream.database")
            .and()
            .haveNameNotMatching(".*\\.(Pg[A-Za-z]+(Store|Log)(\\$.*)?|Written|Pages|Readiness)")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.sqlclient\\.(Row|Tuple)"));
  }

  @Test
  void httpServersLiveAtTheEdge() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.teamflow.gateway..", "io.teamflow.cluster.management..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.core\\.http\\.HttpServer.*"));
  }

  @Test
  void onlyMainReadsTheEnvironment() {
    hold(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.teamflow.cluster.Main")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class));
  }

  private static ArchRule mayKnow(String module, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "io.teamflow." + module + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "io.teamflow." + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("io.teamflow." + module + "..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("io.teamflow..")
                .and(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(
                        allowed)));
  }

  private static void hold(ArchRule rule) {
    rule.check(CLASSES);
  }
}
