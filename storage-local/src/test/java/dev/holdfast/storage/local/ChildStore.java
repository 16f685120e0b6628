// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A store in a process of its own, for tests that kill it. Says what it has done, one line each.
 */
final class ChildStore {

  private ChildStore() {}

  /** Runs the command named first, in the root named second. */
  public static void main(String[] arguments) throws IOException {
    try (FileStorage storage =
        LocalStorage.builder(Path.of(arguments[1])).lockWait(Duration.ofSeconds(30)).build()) {
      switch (arguments[0]) {
        case "hold" -> say("open");
        case "half" -> half(storage);
        case "write" -> write(storage);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      int ignored = System.in.read(); // until the parent goes or kills this process
    }
  }

  /** An upload that never ends. */
  private static void half(FileStorage storage) throws IOException {
    try (UploadSession session = storage.beginUpload(StorageKey.of("half"))) {
      session.stream().write(new byte[300_000]);
      session.stream().flush();
      say("half");
      int ignored = System.in.read(); // until killed
    }
  }

  /** Uploads without end, each acknowledged by a line. */
  private static void write(FileStorage storage) {
    for (int i = 0; ; i++) {
      byte[] bytes = ("value " + i).repeat(50).getBytes(StandardCharsets.UTF_8);
      storage.upload(StorageKey.of("k" + i % 7), Content.ofBytes(bytes));
      say(String.valueOf(i));
    }
  }

  private static void say(String line) {
    System.out.println(line);
    if (System.out.checkError()) {
      Runtime.getRuntime().halt(1); // nobody listens any more
    }
  }
}
