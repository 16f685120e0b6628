// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The marker file that makes a directory a store, and says in which form.
 *
 * <p>Three lines of text: {@code holdfast-local}, {@code version=1}, and {@code metadata=attribute}
 * or {@code metadata=trailer}. Where attributes are in use the marker has one too, so that a copy
 * of the root that lost them is noticed.
 */
final class Layout {

  private static final String MAGIC = "holdfast-local";
  private static final String VERSION = "version=1";

  private final Root root;
  private final LocalErrors errors;
  private final DirectoryForce force;
  private final Path marker;

  Layout(Root root, LocalErrors errors) {
    this.root = root;
    this.errors = errors;
    this.force = new DirectoryForce(root, true); // else objects could outlive the marker
    this.marker = marker(root.path());
  }

  /** The marker file of a directory, if it is a store. */
  static Path marker(Path directory) {
    return directory.resolve(Root.CONTROL).resolve("layout");
  }

  /** Makes the root and its control directory if the root may become a store or is one. */
  void prepare() throws IOException {
    boolean found = Files.isDirectory(root.path());
    if (!found) {
      createWithParents(root.path());
    }
    require(root.control(), BasicFileAttributes::isDirectory, "a directory");
    require(marker, BasicFileAttributes::isRegularFile, "a file");
    require(root.lock(), BasicFileAttributes::isRegularFile, "a file");
    if (!marked()) {
      requireEmpty();
      if (found) {
        forceFound(root.path());
      }
    }
    create(root.control());
    create(root.stages());
  }

  /** Reads the marker, or writes it in a new root. Under the root's lock. */
  RecordPlace open() throws IOException {
    requireWritable(root.path());
    requireWritable(root.stages());
    if (marked()) {
      return read();
    }
    requireEmpty();
    Path draft = root.stages().resolve("layout");
    Files.deleteIfExists(draft);
    RecordPlace place;
    try (FileChannel channel = root.createFile(draft)) {
      place = RecordPlace.probe(draft);
      ByteBuffer text = StandardCharsets.US_ASCII.encode(text(place));
      while (text.hasRemaining()) {
        int ignored = channel.write(text); // the loop goes on until all is written
      }
      channel.force(true);
    }
    Files.move(draft, marker, StandardCopyOption.ATOMIC_MOVE);
    force.force(root.control());
    return place;
  }

  /** Whether the file system has hard links, found out by trying. */
  boolean hardLinks() throws IOException {
    Path probe = root.stages().resolve("link");
    Files.deleteIfExists(probe);
    try {
      Files.createLink(probe, marker);
      Files.deleteIfExists(probe);
      return true;
    } catch (UnsupportedOperationException | FileSystemException ignored) { // it has none
      return false;
    }
  }

  private boolean marked() throws IOException {
    return Root.attributes(marker).filter(BasicFileAttributes::isRegularFile).isPresent();
  }

  private RecordPlace read() throws IOException {
    List<String> lines = Files.readAllLines(marker, StandardCharsets.ISO_8859_1);
    if (lines.size() < 2 || !lines.get(0).equals(MAGIC)) {
      throw refused("its marker file is damaged", "restore " + marker + " from a backup");
    }
    if (!lines.get(1).equals(VERSION)) {
      throw refused(
          "its layout is of another " + lines.get(1), "use the version of Holdfast that wrote it");
    }
    RecordPlace place =
        Arrays.stream(RecordPlace.values())
            .filter(known -> text(known).lines().toList().equals(lines))
            .findAny()
            .orElseThrow(
                () ->
                    refused("its marker file is damaged", "restore " + marker + " from a backup"));
    if (place == RecordPlace.ATTRIBUTE && place.mark(marker) == null) {
      throw refused(
          "it lost its extended attributes",
          "copy it again with them (cp -a, rsync -X, tar --xattrs) to a file system that has them");
    }
    return place;
  }

  private void requireEmpty() throws IOException {
    if (!DirectoryEntries.visit(root.path(), entry -> entry.equals(root.control()))) {
      throw refused(
          "it is not empty and not a store",
          "name an empty directory, perhaps one below it, or read it with"
              + " LocalStorage.readOnly(directory)");
    }
  }

  /** Makes sure that what stands at a path is what is expected there; a link never is. */
  private void require(Path path, Predicate<BasicFileAttributes> expected, String what)
      throws IOException {
    Optional<BasicFileAttributes> found = Root.attributes(path);
    if (found.isPresent() && !expected.test(found.get())) {
      throw misplaced(path, what);
    }
  }

  private static void requireWritable(Path directory) throws AccessDeniedException {
    if (!Files.isWritable(directory)) {
      throw new AccessDeniedException(directory.toString());
    }
  }

  private void createWithParents(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null && Files.isDirectory(parent)) {
      forceFound(parent);
    } else if (parent != null) {
      createWithParents(parent);
    }
    create(directory);
  }

  /**
   * Forces the entry of a directory that an earlier process may have made and not forced, and those
   * above. Such a directory has nothing else in it; above another one nothing was made.
   */
  private void forceFound(Path directory) throws IOException {
    Path at = directory;
    try {
      for (Path parent = at.getParent(); parent != null; parent = at.getParent()) {
        Path child = at;
        force.force(parent);
        if (!DirectoryEntries.visit(parent, entry -> entry.equals(child))) {
          return;
        }
        at = parent;
      }
    } catch (AccessDeniedException ignored) { // nor could an earlier process have made it there
      return;
    }
  }

  private void create(Path directory) throws IOException {
    boolean made = made(directory);
    Path parent = directory.getParent();
    if (parent == null) {
      return;
    }
    try {
      force.force(parent);
    } catch (IOException e) {
      if (made) {
        undo(directory, e);
      }
      throw e;
    }
  }

  private boolean made(Path directory) throws IOException {
    try {
      root.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException ignored) { // of an earlier process, or made meanwhile
      require(directory, BasicFileAttributes::isDirectory, "a directory");
      return false;
    }
  }

  /** Lets the next attempt make the directory anew: to force what is there already says nothing. */
  private static void undo(Path directory, IOException failure) {
    try {
      Files.delete(directory);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private StorageException misplaced(Path path, String what) {
    return refused(
        path + " is not " + what, "move it away, or give LocalStorage.builder another directory");
  }

  private StorageException refused(String reason, String advice) {
    return errors
        .failure(Kind.CONFIGURATION, StorageOperation.OPEN, null)
        .reason("the root " + root.path() + " cannot be used: " + reason)
        .advice(advice)
        .build();
  }

  private static String text(RecordPlace place) {
    String metadata = place == RecordPlace.TRAILER ? "metadata=trailer" : "metadata=attribute";
    return MAGIC + "\n" + VERSION + "\n" + metadata + "\n";
  }
}
