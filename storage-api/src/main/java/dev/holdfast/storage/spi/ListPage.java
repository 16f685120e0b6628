// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import dev.holdfast.storage.ListCursor;
import java.util.List;

/**
 * One page of a listing.
 *
 * @param entries in the order of their UTF-8 bytes, a prefix counted as the text it is; empty only
 *     if {@code last}
 * @param last whether nothing lies behind this page
 */
public record ListPage(List<ListCursor.Entry> entries, boolean last) {

  /** Copies the list. */
  public ListPage {
    entries = List.copyOf(entries);
    if (entries.isEmpty() && !last) {
      throw new IllegalArgumentException("a page without entries must be the last");
    }
  }
}
