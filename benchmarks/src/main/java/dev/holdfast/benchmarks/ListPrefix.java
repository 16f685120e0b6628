// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.Durability;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Lists 100 keys of a prefix among 1,000,000, against among 100. */
final class ListPrefix {

  private static final int DIRECTORIES = 10_000;
  private static final int EACH = 100;
  private static final int LISTINGS = 50;

  private final Path scratch;

  ListPrefix(Path scratch) {
    this.scratch = scratch;
  }

  List<Row> measure() throws Exception {
    Path few = scratch.resolve("few");
    Path many = scratch.resolve("many");
    try (FileStorage small = open(few);
        FileStorage large = open(many)) {
      fill(small, few, 1);
      fill(large, many, DIRECTORIES);
      Interleaved.Rates rates =
          new Interleaved(15, 4, LISTINGS).measure(n -> list(large, n), n -> list(small, n));
      return List.of(
          Row.atLeast(
              "list 100 keys of a prefix among 1,000,000",
              "LocalStorage",
              rates.subject(),
              "list/s",
              "among 100 (%.0f list/s)".formatted(rates.reference()),
              rates.ratio(),
              0.8));
    }
  }

  private static FileStorage open(Path root) {
    return LocalStorage.builder(root).durability(Durability.NONE).build();
  }

  /** Stores one object through the storage, and links its file under all other keys. */
  private static void fill(FileStorage storage, Path root, int directories) throws IOException {
    storage.upload(StorageKey.of("p00000/k0"), Content.ofBytes(new byte[] {1}));
    Path source = root.resolve("p00000").resolve("_k0");
    for (int directory = 0; directory < directories; directory++) {
      Path parent = Files.createDirectories(root.resolve("p%05d".formatted(directory)));
      Path first = parent.resolve("_k0");
      if (!first.equals(source)) {
        Files.copy(source, first, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
      for (int i = 1; i < EACH; i++) {
        Files.createLink(parent.resolve("_k" + i), first);
      }
    }
  }

  private static void list(FileStorage storage, int listings) throws IOException {
    for (int i = 0; i < listings; i++) {
      int[] found = new int[1];
      try (ListCursor cursor = storage.list("p00000/")) {
        cursor.forEachRemaining(entry -> found[0]++);
      }
      if (found[0] != EACH) {
        throw new IOException("found " + Arrays.toString(found));
      }
    }
  }
}
