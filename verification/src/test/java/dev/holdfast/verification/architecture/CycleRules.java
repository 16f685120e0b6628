// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Packages can be read in one order. */
final class CycleRules {

  private CycleRules() {}

  /** No package below {@code base} depends on itself by way of others. */
  static ArchRule noCycles(String base) {
    return SlicesRuleDefinition.slices()
        .assignedFrom(onePerPackage(base))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  private static SliceAssignment onePerPackage(String base) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(base) || name.startsWith(base + ".")
            ? SliceIdentifier.of(name)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages below " + base;
      }
    };
  }
}
