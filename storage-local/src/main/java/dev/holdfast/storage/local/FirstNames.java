// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sifts the first texts behind some text out of many that come in no order, in memory for twice as
 * many. Used for one reading of a directory.
 */
final class FirstNames {

  private final String prefix;
  private final String from;
  private final boolean inclusive;
  private final int limit;
  private final List<String> names = new ArrayList<>();
  private @Nullable String greatest;

  /**
   * Sifts for a window.
   *
   * @param prefix what all texts wanted begin with
   * @param from the first text of interest
   * @param inclusive whether {@code from} itself is of interest
   * @param limit how many to keep
   */
  FirstNames(String prefix, String from, boolean inclusive, int limit) {
    this.prefix = prefix;
    this.from = from;
    this.inclusive = inclusive;
    this.limit = limit;
  }

  /** Takes a text; true, because more are wanted. */
  boolean offer(String text) {
    if (wanted(text)) {
      names.add(text);
      if (names.size() == 2 * limit) {
        sift();
      }
    }
    return true;
  }

  /**
   * What was found.
   *
   * @param entries how many entries of the directory were read
   */
  NameWindow window(int entries) {
    sift();
    return new NameWindow(List.copyOf(names), greatest == null, entries);
  }

  private boolean wanted(String text) {
    if (!text.startsWith(prefix) || (greatest != null && compare(text, greatest) > 0)) {
      return false;
    }
    int order = compare(text, from);
    return order > 0 || (order == 0 && inclusive);
  }

  /** Sorts, drops what occurs twice, and cuts at the limit. */
  private void sift() {
    names.sort(Utf8Order.UTF8_ORDER);
    int kept = 0;
    for (String name : names) {
      boolean twice = kept > 0 && name.equals(names.get(kept - 1));
      if (!twice && kept == limit) {
        greatest = names.get(limit - 1);
        break;
      }
      if (!twice) {
        names.set(kept++, name);
      }
    }
    names.subList(kept, names.size()).clear();
  }

  private static int compare(String left, String right) {
    return Utf8Order.UTF8_ORDER.compare(left, right);
  }
}
