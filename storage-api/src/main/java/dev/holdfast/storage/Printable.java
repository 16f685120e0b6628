// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** Text from outside made fit for messages and logs. */
final class Printable {

  private static final int MAX_CHARACTERS = 128;

  private Printable() {}

  /** Escapes what is invisible or changes the direction of text, and cuts to 128 characters. */
  static String of(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS) + 3);
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      String next = visible(point) ? Character.toString(point) : "\\u{%X}".formatted(point);
      if (out.length() + next.length() > MAX_CHARACTERS) {
        return out.append("...").toString();
      }
      out.append(next);
    }
    return out.toString();
  }

  private static boolean visible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
