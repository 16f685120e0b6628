// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.util.Comparator;

/** Orders texts as their UTF-8 bytes are ordered, which is the order of their code points. */
enum Utf8Order implements Comparator<String> {
  UTF8_ORDER;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int at = 0; at < length; at++) {
      char a = left.charAt(at);
      char b = right.charAt(at);
      if (a != b) {
        // A surrogate stands for a code point above every other char.
        boolean both = Character.isSurrogate(a) == Character.isSurrogate(b);
        return both ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
