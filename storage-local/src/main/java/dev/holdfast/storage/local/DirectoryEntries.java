// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Reads directories entry by entry, in the order in which the system gives them. */
final class DirectoryEntries {

  private DirectoryEntries() {}

  /** Takes entries. */
  @FunctionalInterface
  interface Visitor {

    /** Takes an entry; false if no more are wanted. */
    boolean take(Path entry) throws IOException;
  }

  /**
   * Shows the entries of a directory; one that is not there has none.
   *
   * @return false if the visitor wanted no more
   */
  static boolean visit(Path directory, Visitor visitor) throws IOException {
    boolean there = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      there = true;
      return visit(entries, visitor);
    } catch (NoSuchFileException | NotDirectoryException e) {
      if (there) {
        throw e;
      }
      return true;
    }
  }

  static boolean visit(Iterable<Path> entries, Visitor visitor) throws IOException {
    try {
      for (Path entry : entries) {
        if (!visitor.take(entry)) {
          return false;
        }
      }
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
