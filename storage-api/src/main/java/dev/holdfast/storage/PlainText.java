// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text that any header, file or console can carry: no control characters, no half characters. */
final class PlainText {

  private PlainText() {}

  /** Names the first character that plain text does not have, or gives null if there is none. */
  static @Nullable String problem(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean pair =
          Character.isHighSurrogate(c)
              && at + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(at + 1));
      if (Character.isISOControl(c) || (Character.isSurrogate(c) && !pair)) {
        return String.format(Locale.ROOT, "a character that is not allowed (U+%04X)", (int) c);
      }
      if (pair) {
        at++;
      }
    }
    return null;
  }
}
