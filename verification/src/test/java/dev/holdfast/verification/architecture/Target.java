// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Fields, methods or constructors of a class and its subclasses that an access may aim at.
 *
 * @param owner the class, or a supertype of the class, that the access names
 * @param names any of these members
 * @param parameters which overloads
 */
record Target(Predicate<JavaClass> owner, List<String> names, Predicate<List<String>> parameters) {

  /** Every overload of some members. */
  static Target anyOf(Class<?> owner, String... names) {
    return new Target(type -> type.isAssignableTo(owner), List.of(names), types -> true);
  }

  /** One overload. */
  static Target exactly(Class<?> owner, String name, Class<?>... parameters) {
    return anyOf(owner, name).with(parameters);
  }

  /** Every constructor of the class itself; one of a subclass calls it in its turn. */
  static Target made(Class<?> owner) {
    return new Target(type -> type.isEquivalentTo(owner), List.of("<init>"), types -> true);
  }

  /** The overloads that take a time-out. */
  static Target timed(Class<?> owner, String name) {
    return new Target(
        type -> type.isAssignableTo(owner),
        List.of(name),
        types -> types.contains("java.util.concurrent.TimeUnit"));
  }

  /** The same members with these parameters alone. */
  Target with(Class<?>... types) {
    List<String> expected = Stream.of(types).map(Class::getName).toList();
    return new Target(owner, names, expected::equals);
  }

  boolean matches(JavaAccess<?> access) {
    return names.contains(access.getTarget().getName())
        && owner.test(access.getTargetOwner())
        && parameters.test(parametersOf(access));
  }

  private static List<String> parametersOf(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().stream().map(JavaClass::getName).toList()
        : List.of();
  }
}
