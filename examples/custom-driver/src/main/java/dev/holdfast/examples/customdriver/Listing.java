// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Makes pages of the names in an archive. */
final class Listing {

  /** The order of keys; that of {@link String} differs beyond the basic multilingual plane. */
  private static final Comparator<String> UTF_8_ORDER =
      Comparator.comparing(
          text -> text.getBytes(StandardCharsets.UTF_8), (a, b) -> Arrays.compareUnsigned(a, b));

  private Listing() {}

  /** The entries that the query asks for. */
  static ListPage page(ZipFile zip, ListQuery query) throws IOException {
    NavigableSet<String> lines = new TreeSet<>(UTF_8_ORDER);
    zip.entries()
        .asIterator()
        .forEachRemaining(
            entry -> {
              if (entry.getName().startsWith(query.prefix())) {
                lines.add(line(entry.getName(), query));
              }
            });
    List<ListCursor.Entry> entries = new ArrayList<>();
    for (String line : lines.tailSet(query.after(), false)) {
      if (query.after().endsWith("/") && line.startsWith(query.after())) {
        continue;
      }
      if (entries.size() == query.limit()) {
        return new ListPage(entries, false);
      }
      entries.add(entry(zip, line));
    }
    return new ListPage(entries, true);
  }

  /** The key itself, or the group that it is rolled up into. */
  private static String line(String key, ListQuery query) {
    int slash = query.grouped() ? key.indexOf('/', query.prefix().length()) : -1;
    return slash < 0 ? key : key.substring(0, slash + 1);
  }

  private static ListCursor.Entry entry(ZipFile zip, String line) throws IOException {
    ZipEntry entry = zip.getEntry(line);
    if (entry == null) {
      return new ListCursor.Prefix(line); // no key ends with a slash, so no entry has this name
    }
    ObjectInfo info = Attributes.parse(entry);
    return new ListCursor.Item(info.key(), info.sizeBytes(), info.etag(), info.modified());
  }
}
