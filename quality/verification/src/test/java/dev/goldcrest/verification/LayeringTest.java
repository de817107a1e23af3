package dev.goldcrest.verification;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layers of ARCHITECTURE.md. A change here needs a decision record in docs/adr. */
class LayeringTest {
  private static final String[] ENGINES = {
    "dev.goldcrest.scrape..",
    "dev.goldcrest.tsdb..",
    "dev.goldcrest.promql..",
    "dev.goldcrest.rules..",
    "dev.goldcrest.notify.."
  };

  private static JavaClasses production;

  @BeforeAll
  static void readClasses() {
    production =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.goldcrest")
            .that(
                not(resideInAnyPackage("dev.goldcrest.testkit..", "dev.goldcrest.verification..")));
  }

  @Test
  void layers_pointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("nouns")
        .definedBy("dev.goldcrest.model..", "dev.goldcrest.storage..", "dev.goldcrest.query..")
        .layer("edges")
        .definedBy("dev.goldcrest.wire..", "dev.goldcrest.runtime..")
        .layer("engines")
        .definedBy(ENGINES)
        .layer("apps")
        .definedBy("dev.goldcrest.server..", "dev.goldcrest.device..")
        .layer("tools")
        .definedBy("dev.goldcrest.cli..")
        .whereLayer("tools")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("apps")
        .mayOnlyBeAccessedByLayers("tools")
        .whereLayer("engines")
        .mayOnlyBeAccessedByLayers("apps", "tools")
        .whereLayer("edges")
        .mayOnlyBeAccessedByLayers("engines", "apps", "tools")
        .check(production);
  }

  @Test
  void engines_neverKnowEachOther() {
    slices()
        .matching("dev.goldcrest.(scrape|tsdb|promql|rules|notify)..")
        .should()
        .notDependOnEachOther()
        .check(production);
  }

  @Test
  void apps_neverKnowEachOther() {
    slices()
        .matching("dev.goldcrest.(server|device)..")
        .should()
        .notDependOnEachOther()
        .check(production);
  }

  @Test
  void engines_touchNoMetricsRegistryNoConfigurationFileNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINES)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.goldcrest.runtime.telemetry..")
        .check(production);
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .because("time is injected, see Clock")
        .check(production.that(areNot("dev.goldcrest.runtime.lifecycle.SystemClock")));
    noClasses()
        .that()
        .resideInAnyPackage(ENGINES)
        .should()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .check(production);
  }

  @Test
  void nettyTypes_stayInsideRuntimeHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.goldcrest.runtime.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(production);
  }

  @Test
  void heavyJdkParts_stayOut() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.net.http..", "java.util.logging..", "java.lang.management..", "sun.misc.."))
        .because("each costs megabytes of resident memory or has gone")
        .check(production);
  }

  @Test
  void classes_haveNamesThatSayWhatMakesThemDifferent() {
    classes()
        .should()
        .haveNameNotMatching(".*(Impl|Manager|Util|Utils|Helper)$")
        .andShould()
        .haveNameNotMatching(".*\\.(Abstract|Base)[A-Z].*")
        .check(production);
  }

  private static DescribedPredicate<JavaClass> areNot(String name) {
    return DescribedPredicate.describe("are not " + name, c -> !c.getName().equals(name));
  }
}
