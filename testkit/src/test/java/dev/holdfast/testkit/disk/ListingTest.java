// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ListingTest {
  private static List<String> order(long seed) throws IOException {
    CrashFileSystem fs = CrashFileSystem.builder().seed(seed).build();
    for (String name : List.of("a", "b", "c", "d")) {
      Files.createFile(fs.root().resolve(name));
    }
    assertThat(Disks.list(fs.root())).isEqualTo(Disks.list(fs.root()));
    return Disks.list(fs.root());
  }

  @Test
  void order_dependsOnTheSeedAlone() throws IOException {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      assertThat(order(seed)).isEqualTo(order(seed));
      orders.add(order(seed));
    }
    assertThat(orders).as("all permutations of four names").hasSize(24);
  }

  @Test
  void stream_showsTheEntriesAtOpening() throws IOException {
    Path root = Disks.empty().root();
    Files.createFile(root.resolve("a"));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      Files.createFile(root.resolve("b"));
      Files.delete(root.resolve("a"));
      assertThat(stream).containsExactly(root.resolve("a"));
      assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void stream_closed_hasNoMoreEntries() throws IOException {
    Path root = Disks.empty().root();
    Files.createFile(root.resolve("a"));
    Iterator<Path> iterator;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      iterator = stream.iterator();
    }
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void stream_filters() throws IOException {
    Path root = Disks.empty().root();
    Files.createFile(root.resolve("a.txt"));
    Files.createFile(root.resolve("b"));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, "*.txt")) {
      assertThat(stream).containsExactly(root.resolve("a.txt"));
    }
    DirectoryStream.Filter<Path> failing =
        path -> {
          throw new IOException("no");
        };
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, failing)) {
      Iterator<Path> iterator = stream.iterator();
      assertThatThrownBy(iterator::hasNext).isInstanceOf(DirectoryIteratorException.class);
    }
    assertThatThrownBy(() -> Files.newDirectoryStream(root.resolve("b")).close())
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  void walkFileTree_visitsAllAndFollowsNoLinks() throws IOException {
    CrashFileSystem fs = Disks.empty();
    Path root = fs.root();
    Files.createDirectories(root.resolve("d/e"));
    Files.createFile(root.resolve("d/e/f"));
    Files.createSymbolicLink(root.resolve("d/l"), root);
    Set<String> visited = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            visited.add(path + (attributes.isSymbolicLink() ? " link" : " file"));
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(visited).containsExactly("/d/e/f file", "/d/l link");
    List<Path> walked = new ArrayList<>();
    try (var stream = Files.walk(root)) {
      stream.forEach(walked::add);
    }
    assertThat(walked).hasSize(5);
    assertThat(fs.openChannels()).isZero();
  }
}
