// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

/** Seeded violation: a library that talks. */
final class ConsoleWriter {

  private ConsoleWriter() {}

  static void say(String text) {
    System.out.println(text);
  }
}
