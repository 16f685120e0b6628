// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a plain folder as keys, for a listing.
 *
 * <p>To read a directory does not tell files from directories, and each of them has another place
 * in the order of keys. So every name counts as both until it is looked at, in its turn.
 *
 * <p>What was read is kept from one page to the next while the times of the directory say that
 * nothing was added. Times are coarse, so that a directory that was changed a moment ago is read
 * again.
 */
final class FolderKeys implements KeyTree {

  /** Coarser than the times of every file system. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final String VERSION = "fileKey,lastModifiedTime";

  /** With the time that programs cannot set. */
  private static final String UNIX_VERSION = "unix:fileKey,lastModifiedTime,ctime";

  private final Path folder;
  private final InstantSource clock;
  private final int limit;
  private final KeptWindows kept = new KeptWindows();

  FolderKeys(Path folder, InstantSource clock) {
    this(folder, clock, NameWindow.LIMIT);
  }

  /**
   * Keys in windows of another size.
   *
   * @param limit most names of a window
   */
  FolderKeys(Path folder, InstantSource clock, int limit) {
    this.folder = folder;
    this.clock = clock;
    this.limit = limit;
  }

  @Override
  public Path root() {
    return folder;
  }

  @Override
  public NameWindow names(Path directory, String prefix, String from, boolean inclusive)
      throws IOException {
    Map<String, Object> version = version(directory);
    KeptWindows.Range range = new KeptWindows.Range(directory, prefix, from, inclusive);
    NameWindow known = kept.find(range, version);
    if (known != null) {
      return known;
    }
    NameWindow window = read(directory, prefix, from, inclusive);
    if (settled(version)) {
      kept.keep(range, version, window);
    }
    return window;
  }

  private NameWindow read(Path directory, String prefix, String from, boolean inclusive)
      throws IOException {
    FirstNames first = new FirstNames(prefix, from, inclusive, limit);
    int[] entries = new int[1];
    visit(
        directory,
        name -> {
          entries[0]++;
          return first.offer(name);
        });
    return first.window(entries[0]);
  }

  @Override
  public void visit(Path directory, DirectoryNames.Visitor visitor) throws IOException {
    boolean ignored =
        DirectoryEntries.visit(
            directory,
            entry -> {
              String name = String.valueOf(entry.getFileName());
              return visitor.take(name) && visitor.take(name + "/");
            });
  }

  @Override
  public Optional<Path> directory(Path parent, String name) throws IOException {
    Optional<Path> path = path(parent, name.substring(0, name.length() - 1));
    return path.isPresent() && Root.contained(parent, path.get()) ? path : Optional.empty();
  }

  @Override
  public Optional<ListCursor.Item> item(Path directory, String name, StorageKey key)
      throws IOException {
    Optional<Path> path = path(directory, name);
    return path.isEmpty()
        ? Optional.empty()
        : Root.attributes(path.get())
            .filter(BasicFileAttributes::isRegularFile)
            .map(
                found ->
                    new ListCursor.Item(
                        key,
                        found.size(),
                        FolderDriver.etag(found),
                        found.lastModifiedTime().toInstant()));
  }

  @Override
  public void requireRoot() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "the folder has vanished");
    }
  }

  /** Where a name stands, or empty if the file system has no such name. */
  static Optional<Path> path(Path directory, String name) {
    try {
      return Optional.of(directory.resolve(name));
    } catch (InvalidPathException ignored) { // the file system has no such name
      return Optional.empty();
    }
  }

  /** What changes when a name is added to a directory; empty if it is not there. */
  private static Map<String, Object> version(Path directory) throws IOException {
    try {
      return Files.readAttributes(directory, UNIX_VERSION);
    } catch (UnsupportedOperationException | IllegalArgumentException ignored) { // no such time
      return versionElsewhere(directory);
    } catch (NoSuchFileException ignored) { // removed meanwhile
      return Map.of();
    }
  }

  private static Map<String, Object> versionElsewhere(Path directory) throws IOException {
    try {
      return Files.readAttributes(directory, VERSION);
    } catch (NoSuchFileException ignored) { // removed meanwhile
      return Map.of();
    }
  }

  /** Whether the next change of a directory will give it another version. */
  private boolean settled(Map<String, Object> version) {
    FileTime limit = FileTime.from(clock.instant().minus(SETTLED));
    return version.values().stream()
        .noneMatch(value -> value instanceof FileTime time && time.compareTo(limit) > 0);
  }
}
