// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** What is public is meant to be, and shows nothing of what is behind it. */
final class HidingRules {

  /** Types of the platform that have a better form, see the conventions for names. */
  private static final Set<String> REPLACED =
      Set.of("java.util.concurrent.TimeUnit", "java.util.Date", "java.io.File");

  private final String base;

  HidingRules(String base) {
    this.base = base;
  }

  List<ArchRule> all() {
    return List.of(internalsAreSharedOrHidden(), signaturesShowOurTypesAlone());
  }

  /** A public class of an internal package is needed by another package. */
  ArchRule internalsAreSharedOrHidden() {
    return classes()
        .that()
        .resideInAPackage(base + "..internal..")
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should(beUsedByAnotherPackage())
        .because("package-private comes first")
        .allowEmptyShould(true);
  }

  /** No public signature mentions a third party, an internal type or a type nobody can name. */
  ArchRule signaturesShowOurTypesAlone() {
    return classes()
        .that(reachable())
        .should(showOnlyAllowedTypes())
        .because("users compile against signatures, and third parties change theirs")
        .allowEmptyShould(true);
  }

  static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HidingRules::outermost).orElse(type);
  }

  private DescribedPredicate<JavaClass> reachable() {
    return DescribedPredicate.describe(
        "users can name",
        type ->
            isReachable(type)
                && type.getPackageName().startsWith(base)
                && !LayerRules.telemetry().test(type));
  }

  private static boolean isReachable(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !(type.getPackageName() + ".").contains(".internal.")
        && type.getEnclosingClass().map(HidingRules::isReachable).orElse(true);
  }

  private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
    return new ArchCondition<>("be used by another package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean used =
            type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
        events.add(new SimpleConditionEvent(type, used, type.getName() + " need not be public"));
      }
    };
  }

  private ArchCondition<JavaClass> showOnlyAllowedTypes() {
    return new ArchCondition<>("show only types of the platform and of this library") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Signatures.of(type)
            .forEach(
                (where, shown) -> {
                  for (JavaClass one : shown) {
                    boolean fine = allowed(type, one.getBaseComponentType());
                    String message = where + " shows " + one.getName();
                    events.add(new SimpleConditionEvent(type, fine, message));
                  }
                });
      }
    };
  }

  private boolean allowed(JavaClass where, JavaClass shown) {
    String name = shown.getName();
    if (shown.isPrimitive() || name.startsWith("org.jspecify.")) {
      return true;
    }
    if (name.startsWith("java.")
        || name.startsWith("javax.sql.")
        || name.startsWith("javax.net.")) {
      return !REPLACED.contains(name);
    }
    if (where.getPackageName().startsWith(base + ".testkit")
        && (name.startsWith("org.junit.jupiter.api.") || name.startsWith("org.assertj."))) {
      return true;
    }
    if (where.getPackageName().equals(base + ".storage.s3")
        && name.startsWith("software.amazon.awssdk.")) {
      return true;
    }
    return name.startsWith(base + ".") && isReachable(shown);
  }
}
