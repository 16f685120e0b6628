// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts in a directory that begin with a prefix, from some text on, in key order; as many as
 * are kept at a time.
 *
 * @param names in order
 * @param last whether there are no others behind them
 * @param entries how many entries of the directory were read for it
 */
record NameWindow(List<String> names, boolean last, int entries) {

  /** Most names of a window. */
  static final int LIMIT = 65_536;

  /**
   * The part of this window with a prefix and from a text on, or null if that text lies behind it.
   *
   * @param prefix begins with the prefix of this window
   * @param from begins with {@code prefix} or lies behind it, and not before this window
   * @param inclusive whether {@code from} itself is wanted
   */
  @Nullable NameWindow rest(String prefix, String from, boolean inclusive) {
    int start = firstFrom(from, inclusive);
    if (start == names.size() && !last) {
      return null;
    }
    int end = endOf(prefix, start);
    return new NameWindow(names.subList(start, end), last || end < names.size(), entries);
  }

  private int firstFrom(String from, boolean inclusive) {
    int found = Collections.binarySearch(names, from, Utf8Order.UTF8_ORDER);
    return found < 0 ? -found - 1 : inclusive ? found : found + 1;
  }

  /** Where the names with a prefix end, which stand together. */
  private int endOf(String prefix, int start) {
    int low = start;
    int high = names.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (names.get(middle).startsWith(prefix)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
