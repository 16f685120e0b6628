// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.spi.ListQuery;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a listing begins.
 *
 * @param text the first text that can be in it
 * @param inclusive whether that text itself can
 */
record ListStart(String text, boolean inclusive) {

  static ListStart of(ListQuery query) {
    String group = group(query);
    String text = group == null ? query.after() : behind(group);
    return Utf8Order.UTF8_ORDER.compare(text, query.prefix()) < 0
        ? new ListStart(query.prefix(), true)
        : new ListStart(text, group != null || text.isEmpty());
  }

  /** Whether a text is not before the beginning. */
  boolean reached(String key) {
    int order = Utf8Order.UTF8_ORDER.compare(key, text);
    return order > 0 || (order == 0 && inclusive);
  }

  /** Whether all that begins with a text lies before the beginning. */
  boolean passed(String directory) {
    return Utf8Order.UTF8_ORDER.compare(directory, text) < 0 && !text.startsWith(directory);
  }

  /** The first name of interest in the directory that stands for a text. */
  String firstName(String base) {
    if (!text.startsWith(base)) {
      return "";
    }
    int slash = text.indexOf('/', base.length());
    return text.substring(base.length(), slash < 0 ? text.length() : slash + 1);
  }

  /** The group in which or behind which the page begins, or null if it is a key. */
  private static @Nullable String group(ListQuery query) {
    String after = query.after();
    boolean grouped = query.grouped() && after.startsWith(query.prefix());
    int slash = grouped ? after.indexOf('/', query.prefix().length()) : -1;
    if (slash >= 0) {
      return after.substring(0, slash + 1);
    }
    return after.endsWith("/") ? after : null;
  }

  /** The least text behind all keys of a group: {@code 0} comes next to {@code /}. */
  private static String behind(String group) {
    return group.substring(0, group.length() - 1) + '0';
  }
}
