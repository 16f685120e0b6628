// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every type that the signatures of a class mention, type arguments and bounds included. */
final class Signatures {

  private Signatures() {}

  /** Types by the name of the member that mentions them. */
  static Map<String, Set<JavaClass>> of(JavaClass type) {
    Map<String, Set<JavaClass>> shown = new TreeMap<>();
    for (JavaMember member : type.getMembers()) {
      if (isVisible(member)) {
        shown.put(member.getFullName(), typesOf(member));
      }
    }
    Set<JavaClass> bounds = new HashSet<>();
    type.getTypeParameters().forEach(parameter -> addBounds(parameter, bounds));
    shown.put(type.getName(), bounds);
    return shown;
  }

  private static boolean isVisible(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static Set<JavaClass> typesOf(JavaMember member) {
    Set<JavaClass> found = new HashSet<>();
    if (member instanceof JavaField field) {
      add(field.getType(), found);
    } else if (member instanceof JavaCodeUnit unit) {
      add(unit.getReturnType(), found);
      unit.getParameterTypes().forEach(parameter -> add(parameter, found));
      unit.getExceptionTypes().forEach(thrown -> add(thrown, found));
      unit.getTypeParameters().forEach(parameter -> addBounds(parameter, found));
    }
    return found;
  }

  private static void add(JavaType type, Set<JavaClass> found) {
    found.addAll(type.getAllInvolvedRawTypes());
  }

  private static void addBounds(JavaTypeVariable<?> variable, Set<JavaClass> found) {
    variable.getUpperBounds().forEach(bound -> add(bound, found));
  }
}
