// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.LocalStorage;
import java.nio.file.Path;

/** Stores a file and reads it back. Arguments: directory of the store, file, file for the copy. */
public final class StoreAFile {

  private StoreAFile() {}

  /** Runs the program. */
  public static void main(String[] args) {
    StorageKey key = StorageKey.of("reports/2026/november.pdf");
    try (FileStorage storage = LocalStorage.builder(Path.of(args[0])).build()) {
      storage.upload(key, Content.ofFile(Path.of(args[1]))); // durable when it returns
      storage.downloadTo(key, Path.of(args[2])); // whole and verified, or not at all
    }
  }
}
