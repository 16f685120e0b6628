// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.campaign;

/**
 * A known bug, as a change of one place in the source of one class. It exists in no artefact: a
 * check compiles the changed source and runs it in a class loader of its own.
 *
 * @param name how it is called on the command line
 * @param description what is wrong with it, in a few words
 * @param className the class that is changed
 * @param original text that stands in its source exactly once, white space folded
 * @param replacement what stands there instead
 */
public record SeededBug(
    String name, String description, String className, String original, String replacement) {}
