// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The regular files below a directory, each with the key that it gets: its path, with slashes.
 *
 * @param files the files by their keys
 * @param totalBytes how large they are together
 * @param skipped how many are no regular files, cannot be read, or have a path that is no key
 */
record SourceFiles(Map<StorageKey, Path> files, long totalBytes, int skipped) {

  /** Directories that hold what tools made. */
  private static final Set<String> SKIPPED = Set.of(".git", "target");

  /** Finds the files; links are not followed. */
  static SourceFiles below(Path dir, Path excluded) throws IOException {
    Finder finder = new Finder(dir, excluded);
    Files.walkFileTree(dir, finder);
    return new SourceFiles(finder.files, finder.totalBytes, finder.skipped);
  }

  private static final class Finder extends SimpleFileVisitor<Path> {

    private final Map<StorageKey, Path> files = new TreeMap<>();
    private final Path dir;
    private final Path excluded;
    private long totalBytes;
    private int skipped;

    Finder(Path dir, Path excluded) {
      this.dir = dir;
      this.excluded = excluded;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean made = SKIPPED.contains(String.valueOf(directory.getFileName()));
      return directory.equals(excluded) || (made && !directory.equals(dir))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && Files.isReadable(file)) {
        take(file, attributes.size());
      } else {
        skipped++;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(dir)) {
        throw failure;
      }
      skipped++;
      return FileVisitResult.CONTINUE;
    }

    private void take(Path file, long size) {
      String path =
          dir.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
      try {
        files.put(StorageKey.of(path), file);
        totalBytes += size;
      } catch (InvalidKeyException e) {
        skipped++;
      }
    }
  }
}
