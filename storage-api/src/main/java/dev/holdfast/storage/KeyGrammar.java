// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The grammar of {@link StorageKey}: says what is wrong with a text, or nothing. */
final class KeyGrammar {

  private KeyGrammar() {}

  static void check(String text) {
    String problem = problem(text);
    if (problem != null) {
      throw new InvalidKeyException(text, problem);
    }
  }

  private static @Nullable String problem(String text) {
    if (text.isEmpty()) {
      return "it is empty";
    }
    long bytes = 0;
    int segmentStart = 0;
    long segmentBytes = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '/') {
        String problem = segmentProblem(text, segmentStart, at, segmentBytes);
        if (problem != null) {
          return problem;
        }
        segmentStart = at + 1;
        segmentBytes = 0;
        bytes++;
        continue;
      }
      int width = width(text, at);
      if (width == 0) {
        return String.format(
            Locale.ROOT, "it has a character that is not allowed (U+%04X at %d)", (int) c, at);
      }
      if (width == 4) {
        at++;
      }
      bytes += width;
      segmentBytes += width;
    }
    String problem = segmentProblem(text, segmentStart, text.length(), segmentBytes);
    if (problem != null) {
      return problem;
    }
    return bytes > StorageKey.MAX_BYTES
        ? "it has " + bytes + " bytes, at most " + StorageKey.MAX_BYTES + " are allowed"
        : formProblem(text);
  }

  /** Bytes of the character at a position in UTF-8; 0 if it is not allowed in a key. */
  private static int width(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      return c < 0x20 || c == 0x7f || c == '\\' ? 0 : 1;
    }
    if (c < 0x800) {
      return c < 0xa0 ? 0 : 2;
    }
    if (!Character.isSurrogate(c)) {
      return 3;
    }
    boolean paired =
        Character.isHighSurrogate(c)
            && at + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(at + 1));
    return paired ? 4 : 0;
  }

  private static @Nullable String segmentProblem(String text, int start, int end, long bytes) {
    int length = end - start;
    if (length == 0) {
      return "it has an empty segment";
    }
    if (text.charAt(start) == '.'
        && (length == 1 || (length == 2 && text.charAt(start + 1) == '.'))) {
      return "it has the segment " + text.substring(start, end);
    }
    return bytes > StorageKey.MAX_SEGMENT_BYTES
        ? "a segment has "
            + bytes
            + " bytes, at most "
            + StorageKey.MAX_SEGMENT_BYTES
            + " are allowed"
        : null;
  }

  /** Refuses what a shell, Windows or a URI parser would take for something other than a name. */
  private static @Nullable String formProblem(String text) {
    if (text.charAt(0) == '~') {
      return "it begins with ~";
    }
    int colon = text.indexOf(':');
    if (colon < 1 || !letter(text.charAt(0))) {
      return null;
    }
    if (colon == 1) {
      return "it begins like a drive";
    }
    boolean endsSegment = colon + 1 == text.length() || text.charAt(colon + 1) == '/';
    for (int at = 1; at < colon && endsSegment; at++) {
      char c = text.charAt(at);
      endsSegment = letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
    }
    return endsSegment ? "it begins like a URI" : null;
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
