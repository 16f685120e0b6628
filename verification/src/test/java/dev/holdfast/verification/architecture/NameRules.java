// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A name says what a thing is, not which kind of class it is. */
final class NameRules {

  private static final Pattern EMPTY_WORDS =
      Pattern.compile(
          "(Abstract|Base|Default)[A-Z].*|I[A-Z][a-z].*"
              + "|.*(Impl|Utils?|Helpers?|Manager|Misc|Common)");

  private static final Pattern BEAN_ACCESSOR = Pattern.compile("(get|is)[A-Z].*");

  private static final Set<String> EMPTY_PACKAGES =
      Set.of("common", "misc", "util", "utils", "helper", "helpers", "impl");

  private NameRules() {}

  static List<ArchRule> all() {
    return List.of(
        classes().should(haveTellingNames()).allowEmptyShould(true),
        classes().should(haveRecordStyleAccessors()).allowEmptyShould(true));
  }

  private static ArchCondition<JavaClass> haveTellingNames() {
    return new ArchCondition<>("have names without empty words") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String name = type.getSimpleName();
        boolean fine = !EMPTY_WORDS.matcher(name).matches();
        fine &= !(type.isTopLevelClass() && name.equals("Handler"));
        for (String part : type.getPackageName().split("\\.", -1)) {
          fine &= !EMPTY_PACKAGES.contains(part);
        }
        events.add(new SimpleConditionEvent(type, fine, type.getName() + " has an empty word"));
      }
    };
  }

  private static ArchCondition<JavaClass> haveRecordStyleAccessors() {
    return new ArchCondition<>("have accessors in record style") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaMethod method : type.getMethods()) {
          boolean fine =
              !method.getModifiers().contains(JavaModifier.PUBLIC)
                  || !BEAN_ACCESSOR.matcher(method.getName()).matches()
                  || !method.getRawParameterTypes().isEmpty()
                  || isInherited(method);
          String message = method.getFullName() + " has the prefix of a bean";
          events.add(new SimpleConditionEvent(type, fine, message));
        }
      }
    };
  }

  /** Whether a type of the platform or of a third party gave the method its name. */
  private static boolean isInherited(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return owner.getAllRawSuperclasses().stream().anyMatch(type -> declares(type, method))
        || owner.getAllRawInterfaces().stream().anyMatch(type -> declares(type, method));
  }

  private static boolean declares(JavaClass type, JavaMethod method) {
    return type.getMethods().stream()
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && other.getRawParameterTypes().size() == method.getRawParameterTypes().size());
  }
}
