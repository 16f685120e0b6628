// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

/** Directories that are read entry by entry, and those that cannot be. */
final class DirectoryEntriesTest {

  private final Path directory = CrashFileSystem.builder().build().root().resolve("d");

  @Test
  void visit_nothingOrAFile_hasNoEntries() throws IOException {
    assertThat(visit(directory)).isTrue();
    Files.createFile(directory);
    assertThat(visit(directory)).isTrue();
  }

  @Test
  void visit_diskFailsAfterTheFirstEntry_failsAsTheDiskDid() {
    IOException failure = new IOException("Input/output error");
    Iterator<Path> failing =
        new Iterator<>() {
          private boolean begun;

          @Override
          public boolean hasNext() {
            if (begun) {
              throw new DirectoryIteratorException(failure);
            }
            return true;
          }

          @Override
          public Path next() {
            begun = true;
            return Path.of("first");
          }
        };
    assertThatThrownBy(() -> DirectoryEntries.visit(() -> failing, entry -> true))
        .isSameAs(failure);
  }

  @Test
  void visit_visitorMissesAFile_isNotTakenForAMissingDirectory() throws IOException {
    Files.createFile(Files.createDirectory(directory).resolve("first"));
    assertThatThrownBy(
            () ->
                DirectoryEntries.visit(
                    directory,
                    entry -> {
                      throw new NoSuchFileException("another");
                    }))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static boolean visit(Path directory) throws IOException {
    return DirectoryEntries.visit(directory, entry -> entry.endsWith("first"));
  }
}
