// SPDX-License-Identifier: Apache-2.0
/**
 * Rules of the house, checked in every build.
 *
 * <p>Start at {@link dev.holdfast.verification.HouseModule}, the table of modules, and {@link
 * dev.holdfast.verification.Repository}, which finds files and classes. Then one package per kind
 * of rule: {@code architecture} looks at compiled classes, {@code sources} at Java files, {@code
 * documents} at texts, {@code artefacts} at POMs and jars.
 *
 * <p>Every rule is a function of what it looks at, so that each one is also run against a seeded
 * violation and has to refuse it. Exceptions stand in one list per kind, each with its reason, and
 * an exception that is no longer needed fails the build.
 */
@NullMarked
package dev.holdfast.verification;

import org.jspecify.annotations.NullMarked;
