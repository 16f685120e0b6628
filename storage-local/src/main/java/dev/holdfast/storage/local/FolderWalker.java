// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Collects one page of the files of a plain folder, in key order. Used for one page. */
final class FolderWalker {

  private final ListQuery query;
  private final List<ListCursor.Entry> entries = new ArrayList<>();
  private boolean more;

  private FolderWalker(ListQuery query) {
    this.query = query;
  }

  static ListPage page(Path folder, ListQuery query) throws IOException {
    FolderWalker walker = new FolderWalker(query);
    boolean ignored = walker.walk(folder, ""); // false means that the page is full
    return new ListPage(walker.entries, !walker.more);
  }

  private boolean walk(Path directory, String base) throws IOException {
    for (Map.Entry<String, Path> name : names(directory, base).entrySet()) {
      if (!take(name.getKey(), name.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean take(String text, Path path) throws IOException {
    boolean directory = text.endsWith("/");
    if (!text.startsWith(query.prefix()) && !(directory && query.prefix().startsWith(text))) {
      return true;
    }
    if (!directory) {
      return !behind(text, query.after()) || item(text, path);
    }
    if (behind(query.after(), text) && !query.after().startsWith(text)) {
      return true;
    }
    if (!query.grouped() || text.length() <= query.prefix().length()) {
      return walk(path, text);
    }
    boolean wanted = behind(text, query.after()) && inhabited(path, text);
    return !wanted || add(new ListCursor.Prefix(text));
  }

  private boolean inhabited(Path directory, String base) throws IOException {
    for (Map.Entry<String, Path> name : names(directory, base).entrySet()) {
      if (!name.getKey().endsWith("/") || inhabited(name.getValue(), name.getKey())) {
        return true;
      }
    }
    return false;
  }

  private boolean add(ListCursor.Entry entry) {
    if (entries.size() == query.limit()) {
      more = true;
      return false;
    }
    entries.add(entry);
    return true;
  }

  private boolean item(String text, Path path) throws IOException {
    Optional<BasicFileAttributes> found = Root.attributes(path);
    if (found.isEmpty()) {
      return true;
    }
    BasicFileAttributes attributes = found.get();
    return add(
        new ListCursor.Item(
            StorageKey.of(text),
            attributes.size(),
            FolderDriver.etag(attributes),
            attributes.lastModifiedTime().toInstant()));
  }

  /** Regular files and directories whose path is a key, in key order, directories with a slash. */
  private static Map<String, Path> names(Path directory, String base) throws IOException {
    Map<String, Path> names = new TreeMap<>(Utf8Order.UTF8_ORDER);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      for (Path path : found) {
        String text = base + path.getFileName();
        Optional<BasicFileAttributes> attributes = Root.attributes(path);
        if (attributes.filter(BasicFileAttributes::isDirectory).isPresent() && key(text)) {
          names.put(text + "/", path);
        } else if (attributes.filter(BasicFileAttributes::isRegularFile).isPresent() && key(text)) {
          names.put(text, path);
        }
      }
    } catch (NoSuchFileException ignored) { // removed meanwhile
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private static boolean key(String text) {
    try {
      return !StorageKey.of(text).value().isEmpty();
    } catch (InvalidKeyException ignored) { // not a key, so not shown
      return false;
    }
  }

  private static boolean behind(String text, String other) {
    return Utf8Order.UTF8_ORDER.compare(text, other) > 0;
  }
}
