// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import java.util.Comparator;

/**
 * Orders texts as their UTF-8 bytes are ordered, which is the order of code points. It differs from
 * that of {@link String} only where a supplementary character meets one from U+E000 to U+FFFF.
 */
enum Utf8Order implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int at = 0; at < length; at++) {
      char l = left.charAt(at);
      char r = right.charAt(at);
      if (l != r) {
        boolean sameWidth = Character.isSurrogate(l) == Character.isSurrogate(r);
        return sameWidth || (l < 0xD800 || r < 0xD800)
            ? Character.compare(l, r)
            : Boolean.compare(Character.isSurrogate(l), Character.isSurrogate(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
