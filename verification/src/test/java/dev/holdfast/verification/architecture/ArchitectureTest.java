// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules over the classes of all published modules. */
class ArchitectureTest {

  private static final JavaClasses PRODUCTION = ProductionClasses.all();

  @Test
  void classes_ofAllModules_areFound() {
    assertThat(PRODUCTION).hasSizeGreaterThan(10);
  }

  @TestFactory
  Stream<DynamicTest> layers_ofAllModules_hold() {
    return check(new LayerRules("dev.holdfast").all());
  }

  @TestFactory
  Stream<DynamicTest> hiding_ofAllModules_holds() {
    return check(new HidingRules("dev.holdfast").all());
  }

  @TestFactory
  Stream<DynamicTest> packages_ofAllModules_haveNoCycles() {
    return check(List.of(CycleRules.noCycles("dev.holdfast")));
  }

  @TestFactory
  Stream<DynamicTest> names_ofAllModules_sayWhatAThingIs() {
    return check(NameRules.all());
  }

  @TestFactory
  Stream<DynamicTest> effects_ofAllModules_happenInAdapters() {
    return check(new EffectRules(Allowance.ALL).all());
  }

  @Test
  void allowances_ofAllModules_areAllNeeded() {
    assertThat(new EffectRules(Allowance.ALL).unused(PRODUCTION)).isEmpty();
  }

  private static Stream<DynamicTest> check(List<ArchRule> rules) {
    return rules.stream()
        .map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(PRODUCTION)));
  }
}
