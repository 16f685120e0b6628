// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process that is killed: stores one object, then stops in the middle of a second one. */
final class KilledWriter {

  /** Printed when the first object was acknowledged and half of the second one is written. */
  static final String HALF_WAY = "half-way";

  static final StorageKey KEPT = StorageKey.of("kept.txt");
  static final StorageKey LOST = StorageKey.of("lost.bin");
  static final byte[] KEPT_BYTES = "acknowledged".getBytes(StandardCharsets.UTF_8);

  private KilledWriter() {}

  /** Runs the process until it is killed, or until whoever started it is gone. */
  public static void main(String[] args) throws IOException {
    try (FileStorage storage = LocalStorage.builder(Path.of(args[0])).build()) {
      storage.upload(KEPT, Content.ofBytes(KEPT_BYTES));
      try (UploadSession session = storage.beginUpload(LOST)) {
        session.stream().write(new byte[4 << 20]);
        System.out.println(HALF_WAY);
        int ignored = System.in.read(); // nobody ever writes
      }
    }
  }
}
