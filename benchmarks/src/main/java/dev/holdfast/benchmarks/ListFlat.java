// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.Durability;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists 100 keys of a prefix in one directory of 100,000, against reading and sorting the names of
 * that directory. Before each listing an object is written there, so that nothing kept is used.
 */
final class ListFlat {

  private static final int KEYS = 100_000;
  private static final int FOUND = 100;
  private static final int LINKS = 1_000;
  private static final int LISTINGS = 2;
  private static final StorageKey FIRST = StorageKey.of("d/k000000");

  private final Path directory;
  private final Path root;

  ListFlat(Path scratch) {
    this.root = scratch.resolve("flat");
    this.directory = root.resolve("d");
  }

  List<Row> measure() throws Exception {
    try (FileStorage storage = LocalStorage.builder(root).durability(Durability.NONE).build()) {
      fill(storage);
      Interleaved.Rates rates =
          new Interleaved(15, 4, LISTINGS).measure(n -> list(storage, n), this::readAndSort);
      return List.of(
          Row.atLeast(
              "list 100 keys of a prefix in one flat directory of 100,000",
              "LocalStorage",
              rates.subject(),
              "list/s",
              "read and sort the directory (%.1f read/s)".formatted(rates.reference()),
              rates.ratio(),
              0.8));
    }
  }

  /** Stores one object through the storage, and copies and links its file for the other keys. */
  private void fill(FileStorage storage) throws IOException {
    storage.upload(FIRST, Content.ofBytes(new byte[] {1}));
    Path source = directory.resolve("_k000000");
    for (int i = 1; i < KEYS; i++) {
      Path file = directory.resolve("_k%06d".formatted(i));
      if (i % LINKS == 0) {
        source = Files.copy(source, file, StandardCopyOption.COPY_ATTRIBUTES);
      } else {
        Files.createLink(file, source);
      }
    }
  }

  private static void list(FileStorage storage, int listings) throws IOException {
    for (int i = 0; i < listings; i++) {
      storage.upload(FIRST, Content.ofBytes(new byte[] {1}));
      int found = 0;
      try (ListCursor cursor = storage.list("d/k0567")) {
        while (cursor.hasNext()) {
          cursor.next();
          found++;
        }
      }
      require(found, FOUND);
    }
  }

  private void readAndSort(int readings) throws IOException {
    for (int i = 0; i < readings; i++) {
      List<String> names = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          names.add(entry.getFileName().toString());
        }
      }
      names.sort(null);
      require(names.size(), KEYS);
    }
  }

  private static void require(int found, int expected) throws IOException {
    if (found != expected) {
      throw new IOException("found " + found + " instead of " + expected);
    }
  }
}
