// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

/** A name in a directory, in the case it was given, and what it refers to. */
record Entry(String name, Node node) {}
