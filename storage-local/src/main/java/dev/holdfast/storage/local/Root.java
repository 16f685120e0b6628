// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of a store, and how files and directories are made in it: readable and writable by
 * the owner alone where the file system knows owners.
 */
final class Root {

  /** Holds what is not an object; no key is written with this name. */
  static final String CONTROL = ".holdfast";

  private static final FileAttribute<?>[] NONE = {};
  private static final Set<StandardOpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<StandardOpenOption> ANY_FILE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final Path path;
  private final Path control;
  private final Path stages;
  private final boolean posix;
  private final FileAttribute<?>[] fileAttributes;
  private final FileAttribute<?>[] directoryAttributes;

  Root(Path path) {
    this.path = path;
    this.control = path.resolve(CONTROL);
    this.stages = control.resolve("stage");
    this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.fileAttributes = posix ? permissions("rw-------") : NONE;
    this.directoryAttributes = posix ? permissions("rwx------") : NONE;
  }

  Path path() {
    return path;
  }

  /** Whether the file system is of the POSIX kind, which has owners, and directories to force. */
  boolean posix() {
    return posix;
  }

  Path control() {
    return control;
  }

  Path stages() {
    return stages;
  }

  /** The file whose lock says who has the root. */
  Path lock() {
    return control.resolve("lock");
  }

  /** The file in which an object stands, if it is there. */
  Path file(StorageKey key) {
    List<String> segments = key.segments();
    Path at = path;
    int last = segments.size() - 1;
    for (int i = 0; i < last; i++) {
      at = resolve(at, NameCodec.directory(segments.get(i)));
    }
    return resolve(at, NameCodec.leaf(segments.get(last)));
  }

  /** Resolves names one below the other. */
  static Path resolve(Path base, List<String> names) {
    Path at = base;
    for (String name : names) {
      at = at.resolve(name);
    }
    return at;
  }

  /** The directory in which a path below the root stands. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "a path below the root has a parent");
  }

  /** Makes a directory; its parent must exist. */
  void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, directoryAttributes);
  }

  /** Makes a new, empty file open for writing. */
  FileChannel createFile(Path file) throws IOException {
    return FileChannel.open(file, NEW_FILE, fileAttributes);
  }

  /** Opens a file for writing that may or may not exist. */
  FileChannel openFile(Path file) throws IOException {
    return FileChannel.open(file, ANY_FILE, fileAttributes);
  }

  /** What stands at a path, links not followed; empty only if surely nothing does. */
  static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException ignored) { // surely nothing
      return Optional.empty();
    }
  }

  /** Whether a path and those above it up to a directory are directories, not links. */
  static boolean contained(Path top, Path path) throws IOException {
    return path.equals(top)
        || (contained(top, parent(path))
            && attributes(path).filter(BasicFileAttributes::isDirectory).isPresent());
  }

  private static FileAttribute<?>[] permissions(String text) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
    };
  }
}
