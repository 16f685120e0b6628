// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory in which the tour keeps its stores. Closing it removes them. */
final class Workplace implements AutoCloseable {

  private final Path path;
  private final boolean made;

  private Workplace(Path path, boolean made) {
    this.path = path;
    this.made = made;
  }

  /**
   * Makes the directory, or takes an empty one.
   *
   * @param root where, or empty for a temporary directory
   * @throws IOException if it cannot be made, or has something in it, which is then left alone
   */
  static Workplace open(Optional<Path> root) throws IOException {
    if (root.isEmpty()) {
      return new Workplace(Files.createTempDirectory("holdfast-quickstart-"), true);
    }
    Path path = root.get();
    boolean made = Files.notExists(path);
    Files.createDirectories(path);
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw new IOException("the root must be empty or absent: " + path);
      }
    }
    return new Workplace(path, made);
  }

  Path path() {
    return path;
  }

  /** The path of a folder in it; whoever uses it makes it. */
  Path folder(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(path, new Removal());
  }

  /** Removes files, then the directories that held them; keeps the directory that was given. */
  private final class Removal extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (made || !directory.equals(path)) {
        Files.delete(directory);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
