// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing over a map in the order of {@link Utf8Order}. A group costs one search in
 * the map, however many keys it has.
 */
final class MemoryListing {

  private final NavigableMap<String, MemoryObject> objects;
  private final ListQuery query;
  private final List<ListCursor.Entry> entries = new ArrayList<>();

  private MemoryListing(NavigableMap<String, MemoryObject> objects, ListQuery query) {
    this.objects = objects;
    this.query = query;
  }

  static ListPage page(NavigableMap<String, MemoryObject> objects, ListQuery query) {
    return new MemoryListing(objects, query).page();
  }

  private ListPage page() {
    Map.Entry<String, MemoryObject> next = first();
    while (next != null && next.getKey().startsWith(query.prefix())) {
      if (entries.size() == query.limit()) {
        return new ListPage(entries, false);
      }
      String group = group(next.getKey());
      if (group == null) {
        entries.add(item(next.getValue().info()));
        next = objects.higherEntry(next.getKey());
      } else {
        entries.add(new ListCursor.Prefix(group));
        next = objects.ceilingEntry(behind(group));
      }
    }
    return new ListPage(entries, true);
  }

  /** The first key whose entry lies behind {@code after}. */
  private Map.@Nullable Entry<String, MemoryObject> first() {
    String after = query.after();
    // Inside a group, the entry of that group is a shorter text and lies before.
    String group = after.endsWith("/") ? after : group(after);
    String from = group == null ? after : behind(group);
    if (Utf8Order.INSTANCE.compare(from, query.prefix()) < 0) {
      return objects.ceilingEntry(query.prefix());
    }
    return group == null ? objects.higherEntry(after) : objects.ceilingEntry(from);
  }

  private @Nullable String group(String key) {
    if (!query.grouped() || !key.startsWith(query.prefix())) {
      return null;
    }
    int slash = key.indexOf('/', query.prefix().length());
    return slash < 0 ? null : key.substring(0, slash + 1);
  }

  /** The least text that lies behind every key of a group: {@code 0} comes next to {@code /}. */
  private static String behind(String group) {
    return group.substring(0, group.length() - 1) + '0';
  }

  private static ListCursor.Item item(ObjectInfo info) {
    return new ListCursor.Item(info.key(), info.sizeBytes(), info.etag(), info.modified());
  }
}
