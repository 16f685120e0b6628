// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Decisions are pure; effects happen in the adapters. */
final class EffectRules {

  private final List<Allowance> allowances;

  EffectRules(List<Allowance> allowances) {
    this.allowances = allowances;
  }

  List<ArchRule> all() {
    Stream<ArchRule> effects = Arrays.stream(Effect.values()).map(this::onlyWhereAllowed);
    return Stream.concat(effects, Stream.of(noMonitors(), noPlatformLogging())).toList();
  }

  /** No class has an effect unless it is on the list. */
  ArchRule onlyWhereAllowed(Effect effect) {
    return classes()
        .should(not(effect))
        .because("a simulator must be able to take every effect over")
        .allowEmptyShould(true);
  }

  /** Monitors pin virtual threads on JDK 17 to 23, and no simulator sees them. */
  static ArchRule noMonitors() {
    return noMethods()
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .because("a private ReentrantLock neither pins a virtual thread nor leaks")
        .allowEmptyShould(true);
  }

  private static ArchRule noPlatformLogging() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .because("the application chooses where logs go")
        .allowEmptyShould(true);
  }

  /** Allowances whose class does not exist or does not have one of the effects. */
  List<Allowance> unused(JavaClasses production) {
    return allowances.stream()
        .filter(one -> !one.effects().stream().allMatch(effect -> used(one, effect, production)))
        .toList();
  }

  private static boolean used(Allowance allowance, Effect effect, JavaClasses production) {
    return production.stream()
        .filter(type -> isFor(allowance, type))
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .anyMatch(effect::happensIn);
  }

  private ArchCondition<JavaClass> not(Effect effect) {
    return new ArchCondition<>("not " + effect.deed()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean allowed =
            allowances.stream().anyMatch(one -> one.effects().contains(effect) && isFor(one, type));
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          boolean fine = allowed || !effect.happensIn(access);
          events.add(new SimpleConditionEvent(type, fine, access.getDescription()));
        }
      }
    };
  }

  private static boolean isFor(Allowance allowance, JavaClass type) {
    return HidingRules.outermost(type).getName().equals(allowance.type());
  }
}
