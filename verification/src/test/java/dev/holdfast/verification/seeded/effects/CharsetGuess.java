// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

/** Seeded violation: bytes that depend on where the program runs. */
final class CharsetGuess {

  private CharsetGuess() {}

  @SuppressWarnings("DefaultCharset")
  static byte[] bytes(String text) {
    return text.getBytes();
  }
}
