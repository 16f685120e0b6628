// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of a store, for a listing. */
final class StoreKeys implements KeyTree {

  /** ETag of a file that is damaged; {@code stat} and {@code download} refuse it. */
  static final String DAMAGED = "damaged";

  private final Root root;
  private final DirectoryTree tree;
  private final ObjectFiles files;
  private final DirectoryWindows windows;

  StoreKeys(Root root, DirectoryTree tree, ObjectFiles files, DirectoryWindows windows) {
    this.root = root;
    this.tree = tree;
    this.files = files;
    this.windows = windows;
  }

  @Override
  public Path root() {
    return root.path();
  }

  @Override
  public NameWindow names(Path directory, String prefix, String from, boolean inclusive)
      throws IOException {
    return windows.read(directory, prefix, from, inclusive);
  }

  @Override
  public void visit(Path directory, DirectoryNames.Visitor visitor) throws IOException {
    int ignored = DirectoryNames.visit(directory, "", visitor);
  }

  @Override
  public Optional<Path> directory(Path parent, String name) throws IOException {
    List<String> names = NameCodec.directory(name.substring(0, name.length() - 1));
    Path path = Root.resolve(parent, names);
    if (Root.contained(parent, path)) {
      return Optional.of(path);
    }
    windows.missed(parent);
    return Optional.empty();
  }

  @Override
  public Optional<ListCursor.Item> item(Path directory, String name, StorageKey key)
      throws IOException {
    Path file = Root.resolve(directory, NameCodec.leaf(name));
    Optional<ObjectFiles.Seen> seen = files.lookBelow(directory, file);
    if (seen.isEmpty()) {
      windows.missed(directory);
    }
    return seen.map(found -> item(found, key));
  }

  @Override
  public void requireRoot() throws IOException {
    tree.requireRoot();
  }

  private static ListCursor.Item item(ObjectFiles.Seen seen, StorageKey key) {
    ObjectRecord record = seen.record();
    return record == null
        ? new ListCursor.Item(
            key,
            seen.attributes().size(),
            DAMAGED,
            seen.attributes().lastModifiedTime().toInstant())
        : new ListCursor.Item(key, record.sizeBytes(), record.etag(), record.written());
  }
}
