// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Text that headers and files can carry: no half characters, no control characters or few. */
final class PlainText {

  private PlainText() {}

  /** Names the first control or half character, or gives null if there is none. */
  static @Nullable String problem(String text) {
    return problem(text, Character::isISOControl);
  }

  /** Names the first line break or half character, or gives null if there is none. */
  static @Nullable String problemOfLine(String text) {
    return problem(text, c -> c == '\r' || c == '\n');
  }

  private static @Nullable String problem(String text, IntPredicate forbidden) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean pair =
          Character.isHighSurrogate(c)
              && at + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(at + 1));
      if (forbidden.test(c) || (Character.isSurrogate(c) && !pair)) {
        return String.format(Locale.ROOT, "a character that is not allowed (U+%04X)", (int) c);
      }
      if (pair) {
        at++;
      }
    }
    return null;
  }
}
