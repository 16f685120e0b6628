// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.ArrayList;
import java.util.List;

/** Who may know whom, and which third party is at home where. */
final class LayerRules {

  /** Packages of the JDK; others of the same beginning belong to third parties. */
  private static final List<String> PLATFORM =
      List.of("java..", "javax.crypto..", "javax.net..", "javax.tools..", "org.jspecify..");

  private final String base;

  /** Rules for the tree of packages below {@code base}. */
  LayerRules(String base) {
    this.base = base;
  }

  List<ArchRule> all() {
    List<ArchRule> rules = new ArrayList<>();
    rules.add(storageApiStandsAlone());
    rules.add(resilienceKnowsNoDomain());
    rules.add(testkitKnowsContractsAlone());
    rules.addAll(domainsAreStrangers());
    rules.add(coreKnowsNoBackend());
    rules.add(backendsAreStrangers());
    rules.add(nobodyKnowsTestsOrPrograms());
    rules.addAll(thirdPartiesStayAtHome());
    return rules;
  }

  ArchRule storageApiStandsAlone() {
    return onlyDependOn(
        new String[] {base + ".storage", base + ".storage.spi"},
        base + ".storage",
        base + ".storage.spi");
  }

  private ArchRule resilienceKnowsNoDomain() {
    return onlyDependOn(
        new String[] {base + ".resilience.."}, base + ".resilience..", "io.github.resilience4j..");
  }

  private ArchRule testkitKnowsContractsAlone() {
    return onlyDependOn(
        new String[] {base + ".testkit.."},
        base + ".testkit..",
        base + ".storage",
        base + ".storage.spi",
        base + ".resilience..",
        "org.junit.jupiter.api..",
        "org.assertj..",
        "org.opentest4j..",
        "org.apiguardian..");
  }

  List<ArchRule> domainsAreStrangers() {
    return List.of(
        mayNotKnow(base + ".storage..", base + ".cache..", base + ".routing.."),
        mayNotKnow(base + ".cache..", base + ".storage..", base + ".routing.."),
        mayNotKnow(base + ".routing..", base + ".storage..", base + ".cache.."));
  }

  private ArchRule coreKnowsNoBackend() {
    DescribedPredicate<JavaClass> backends =
        resideInAnyPackage(base + ".storage.local..", base + ".storage.s3..");
    return rule(
        noClasses()
            .that(resideInAPackage(base + ".storage..").and(not(backends)))
            .should()
            .dependOnClassesThat(backends),
        "a backend is chosen by the application, never by the core");
  }

  private ArchRule backendsAreStrangers() {
    return mayNotKnow(base + ".storage.local..", base + ".storage.s3..");
  }

  private ArchRule nobodyKnowsTestsOrPrograms() {
    String[] outer = {
      base + ".testkit..", base + ".examples..", base + ".benchmarks..", base + ".verification.."
    };
    return rule(
        noClasses()
            .that(resideInAPackage(base + "..").and(not(resideInAnyPackage(outer))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(outer)),
        "tests and programs use the library, not the other way round");
  }

  List<ArchRule> thirdPartiesStayAtHome() {
    return List.of(
        atHome("io.github.resilience4j..", resideInAPackage(base + ".resilience..")),
        atHome("io.opentelemetry..", telemetry()),
        atHome("software.amazon.awssdk..", resideInAPackage(base + ".storage.s3..")),
        atHome("com.github.benmanes.caffeine..", resideInAPackage(base + ".cache..")),
        atHome("io.lettuce..", resideInAPackage(base + ".cache..")),
        atHome("com.zaxxer.hikari..", resideInAPackage(base + ".routing.hikari..")));
  }

  /** The one file per domain that holds every telemetry name. */
  static DescribedPredicate<JavaClass> telemetry() {
    return DescribedPredicate.describe(
        "a class named ...Telemetry",
        type -> HidingRules.outermost(type).getSimpleName().endsWith("Telemetry"));
  }

  private static ArchRule atHome(String thirdParty, DescribedPredicate<JavaClass> home) {
    return rule(
        noClasses().that(not(home)).should().dependOnClassesThat(resideInAPackage(thirdParty)),
        "every third party has one home");
  }

  private static ArchRule mayNotKnow(String from, String... to) {
    return rule(
        noClasses()
            .that(resideInAPackage(from))
            .should()
            .dependOnClassesThat(resideInAnyPackage(to)),
        "each domain is usable alone");
  }

  private static ArchRule onlyDependOn(String[] from, String... to) {
    List<String> allowed = new ArrayList<>(PLATFORM);
    allowed.addAll(List.of(to));
    return rule(
        classes()
            .that(resideInAnyPackage(from))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(allowed.toArray(String[]::new)).or(primitive())),
        "the module promises to bring nothing else");
  }

  private static DescribedPredicate<JavaClass> primitive() {
    return DescribedPredicate.describe(
        "primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  private static ArchRule rule(ClassesShouldConjunction rule, String reason) {
    return rule.because(reason).allowEmptyShould(true);
  }
}
