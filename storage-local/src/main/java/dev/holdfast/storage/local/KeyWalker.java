// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects one page of a listing: goes straight to the directory of the prefix, then walks in key
 * order, and only where keys of the page can be. Links are not followed. Used for one page, by one
 * thread.
 */
final class KeyWalker {

  private final KeyTree tree;
  private final ListQuery query;
  private final KeyLook look;
  private final ListStart start;
  private final List<ListCursor.Entry> entries = new ArrayList<>();
  private boolean more;

  private KeyWalker(KeyTree tree, ListQuery query, CallContext call) {
    this.tree = tree;
    this.query = query;
    this.look = new KeyLook(tree, call);
    this.start = ListStart.of(query);
  }

  /**
   * The page that a query asks for.
   *
   * @throws DeadlineExceeded if the time of the call is used up before the page is full
   */
  static ListPage page(KeyTree tree, ListQuery query, CallContext call) throws IOException {
    KeyWalker walker = new KeyWalker(tree, query, call);
    walker.walkFromPrefix();
    if (walker.entries.isEmpty()) {
      tree.requireRoot();
    }
    return new ListPage(walker.entries, !walker.more);
  }

  private void walkFromPrefix() throws IOException {
    String prefix = query.prefix();
    int end = prefix.lastIndexOf('/') + 1;
    Path directory = tree.root();
    for (int at = 0; at < end && directory != null; ) {
      int next = prefix.indexOf('/', at) + 1;
      directory = look.directory(directory, prefix.substring(0, at), prefix.substring(at, next));
      at = next;
    }
    String base = prefix.substring(0, end);
    if (directory != null && !start.passed(base)) {
      boolean ignored = walk(directory, base, prefix.substring(end)); // false: the page is full
    }
  }

  /** Takes the keys of a directory; false if the page is full. */
  private boolean walk(Path directory, String base, String prefix) throws IOException {
    String from = start.firstName(base);
    boolean inclusive = true;
    while (true) {
      NameWindow window = tree.names(directory, prefix, from, inclusive);
      for (String name : window.names()) {
        if (!take(directory, base, name)) {
          return false;
        }
      }
      if (window.last()) {
        return true;
      }
      from = window.names().get(window.names().size() - 1);
      inclusive = false;
    }
  }

  /** Takes a file or directory; false if the page is full. */
  private boolean take(Path directory, String base, String name) throws IOException {
    String text = base + name;
    if (!name.endsWith("/")) {
      return !start.reached(text) || item(directory, name, text);
    }
    Path below = look.directory(directory, base, name);
    if (below == null) {
      return true;
    }
    return query.grouped()
        ? !new ObjectSearch(look).below(below, text) || group(text)
        : walk(below, text, "");
  }

  private boolean item(Path directory, String name, String text) throws IOException {
    Optional<ListCursor.Item> item = look.item(directory, name, text);
    return item.isEmpty() || add(item.get());
  }

  private boolean group(String text) {
    return add(new ListCursor.Prefix(text));
  }

  private boolean add(ListCursor.Entry entry) {
    more = entries.size() == query.limit();
    if (!more) {
      entries.add(entry);
    }
    return !more;
  }
}
