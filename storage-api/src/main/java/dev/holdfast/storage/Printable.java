// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** Text from outside made fit for messages and logs. */
final class Printable {

  private static final int MAX_CHARACTERS = 128;

  private Printable() {}

  /**
   * Escapes what is invisible or changes the direction of text, and cuts behind 128 characters; an
   * ellipsis shows the cut.
   */
  static String of(String text) {
    return escaped(text, MAX_CHARACTERS);
  }

  /** Escapes in the same way and cuts nothing, so that the text is one line. */
  static String line(String text) {
    return escaped(text, Integer.MAX_VALUE);
  }

  private static String escaped(String text, int limit) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_CHARACTERS) + 3);
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      String next = visible(point) ? Character.toString(point) : "\\u{%X}".formatted(point);
      if (next.length() > limit - out.length()) {
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
      default -> !ignorable(point);
    };
  }

  /**
   * Letters, marks and symbols without a glyph: what Default_Ignorable_Code_Point of Unicode has
   * beyond the categories above, and the blank pattern of Braille.
   */
  private static boolean ignorable(int point) {
    return switch (point) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
      default ->
          (point >= 0x180b && point <= 0x180f)
              || (point >= 0xfe00 && point <= 0xfe0f)
              || (point >= 0xe0100 && point <= 0xe01ef);
    };
  }
}
