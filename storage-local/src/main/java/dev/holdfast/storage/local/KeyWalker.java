// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects one page of a listing: walks the directories in key order, and only those that can hold
 * keys of the page. Used for one page, by one thread.
 */
final class KeyWalker {

  /** ETag in listings of a file that is damaged; {@code stat} and {@code download} refuse it. */
  static final String DAMAGED = "damaged";

  private final DirectoryTree tree;
  private final ObjectFiles files;
  private final DirectoryWindows windows;
  private final ListQuery query;
  private final String lowest;
  private final List<ListCursor.Entry> entries = new ArrayList<>();
  private boolean more;

  private KeyWalker(
      DirectoryTree tree, ObjectFiles files, DirectoryWindows windows, ListQuery query) {
    this.tree = tree;
    this.files = files;
    this.windows = windows;
    this.query = query;
    this.lowest = behind(query.after(), query.prefix()) ? query.after() : query.prefix();
  }

  static ListPage page(
      Root root, DirectoryTree tree, ObjectFiles files, DirectoryWindows windows, ListQuery query)
      throws IOException {
    KeyWalker walker = new KeyWalker(tree, files, windows, query);
    boolean ignored = walker.walk(root.path(), ""); // false means that the page is full
    if (walker.entries.isEmpty()) {
      tree.requireRoot();
    }
    return new ListPage(walker.entries, !walker.more);
  }

  /** Takes the keys of a directory; false if nothing behind it is of interest. */
  private boolean walk(Path directory, String base) throws IOException {
    String from = firstName(base);
    boolean inclusive = true;
    while (true) {
      DirectoryNames.Window window = windows.read(directory, from, inclusive);
      for (DirectoryNames.Name name : window.names()) {
        if (!take(name, base + name.text())) {
          return false;
        }
      }
      if (window.last()) {
        return true;
      }
      from = window.names().get(window.names().size() - 1).text();
      inclusive = false;
    }
  }

  /** Takes a file or directory; false if nothing behind it is of interest. */
  private boolean take(DirectoryNames.Name name, String text) throws IOException {
    String prefix = query.prefix();
    if (!text.startsWith(prefix) && !(name.directory() && prefix.startsWith(text))) {
      return !behind(text, prefix);
    }
    if (!name.directory()) {
      return !behind(text, query.after()) || item(name.path(), text);
    }
    if (behind(query.after(), text) && !query.after().startsWith(text)) {
      return true;
    }
    if (query.grouped() && text.length() > prefix.length()) {
      return !behind(text, query.after()) || group(name.path(), text);
    }
    return !tree.contained(name.path()) || walk(name.path(), text);
  }

  private boolean item(Path file, String text) throws IOException {
    Optional<ObjectFiles.Seen> seen = key(text) ? files.look(file) : Optional.empty();
    if (seen.isEmpty()) {
      return true;
    }
    if (full()) {
      return false;
    }
    ObjectRecord record = seen.get().record();
    StorageKey key = StorageKey.of(text);
    entries.add(
        record == null
            ? new ListCursor.Item(
                key,
                seen.get().attributes().size(),
                DAMAGED,
                seen.get().attributes().lastModifiedTime().toInstant())
            : new ListCursor.Item(key, record.sizeBytes(), record.etag(), record.written()));
    return true;
  }

  private boolean group(Path directory, String text) throws IOException {
    if (!tree.contained(directory) || !inhabited(directory)) {
      return true;
    }
    if (full()) {
      return false;
    }
    entries.add(new ListCursor.Prefix(text));
    return true;
  }

  /** Whether there is an object somewhere below a directory. */
  private boolean inhabited(Path directory) throws IOException {
    for (DirectoryNames.Name name : DirectoryNames.read(directory, "", true).names()) {
      boolean found =
          name.directory()
              ? tree.contained(name.path()) && inhabited(name.path())
              : files.look(name.path()).isPresent();
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** Whether a text is a key; the path of a foreign file may not be. */
  private static boolean key(String text) {
    try {
      return !StorageKey.of(text).value().isEmpty();
    } catch (InvalidKeyException ignored) { // not a key, so not shown
      return false;
    }
  }

  private boolean full() {
    more = entries.size() == query.limit();
    return more;
  }

  /** The first name of interest in the directory that stands for a text. */
  private String firstName(String base) {
    if (!lowest.startsWith(base)) {
      return "";
    }
    int slash = lowest.indexOf('/', base.length());
    return lowest.substring(base.length(), slash < 0 ? lowest.length() : slash + 1);
  }

  private static boolean behind(String text, String other) {
    return Utf8Order.UTF8_ORDER.compare(text, other) > 0;
  }
}
