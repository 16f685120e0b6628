// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One page of keys and of prefixes that stand for the keys behind them, in one order.
 *
 * @param entries keys, and prefixes which end with the delimiter
 * @param last the last entry, or empty
 * @param truncated whether there is more
 */
record Page(List<Entry> entries, String last, boolean truncated) {
  /** A key or, if {@code common}, a prefix of several. */
  record Entry(String name, boolean common) {}

  /**
   * Which page.
   *
   * @param prefix what keys begin with
   * @param delimiter where they are cut behind the prefix, or empty
   * @param after what entries come behind, or empty
   * @param most how many entries
   */
  record Wanted(String prefix, String delimiter, String after, int most) {}

  static Page of(List<String> sortedKeys, Predicate<String> there, Wanted wanted) {
    List<Entry> entries = new ArrayList<>();
    String last = "";
    for (String key : sortedKeys) {
      Entry entry = entry(key, wanted);
      boolean seen = entry.name().equals(last) || entry.name().equals(wanted.after());
      boolean behind = Bucket.byUtf8(key, wanted.after()) > 0;
      if (behind && !seen && key.startsWith(wanted.prefix()) && there.test(key)) {
        if (entries.size() == wanted.most()) {
          return new Page(entries, last, wanted.most() > 0);
        }
        entries.add(entry);
        last = entry.name();
      }
    }
    return new Page(entries, last, false);
  }

  List<String> keys() {
    return entries.stream().filter(entry -> !entry.common()).map(Entry::name).toList();
  }

  List<String> prefixes() {
    return entries.stream().filter(Entry::common).map(Entry::name).toList();
  }

  private static Entry entry(String key, Wanted wanted) {
    String delimiter = wanted.delimiter();
    int cut = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, wanted.prefix().length());
    return cut < 0
        ? new Entry(key, false)
        : new Entry(key.substring(0, cut + delimiter.length()), true);
  }
}
