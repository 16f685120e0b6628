// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.PreconditionFailedException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Writes and deletes without end, until it is killed. Says {@code begin <key> <value> .} before and
 * {@code end <key> <value> .} after each change; the value {@code -} stands for no object.
 */
final class ChildWrites {

  static final List<String> KEYS = List.of("k", "k/k", "a/b/c", "a/b/d");
  static final String ABSENT = "-";

  /** Stands behind every value in its bytes. */
  static final char END = ';';

  private static final List<Durability> DURABILITIES = List.of(Durability.values());
  private static final int[] SIZES = {0, 100, 70_000, 400_000};

  private ChildWrites() {}

  /** Writes to the root named first, as the seed named second says. */
  public static void main(String[] arguments) throws IOException {
    Random random = new Random(Long.parseLong(arguments[1]));
    Durability durability = DURABILITIES.get(random.nextInt(DURABILITIES.size()));
    try (FileStorage storage =
        LocalStorage.builder(Path.of(arguments[0]))
            .durability(durability)
            .lockWait(Duration.ZERO)
            .build()) {
      while (true) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        if (random.nextInt(4) == 0) {
          say("begin", key, ABSENT);
          storage.delete(StorageKey.of(key));
          say("end", key, ABSENT);
        } else {
          String value = Long.toHexString(random.nextLong()) + "/" + SIZES[random.nextInt(4)];
          say("begin", key, value);
          write(storage, StorageKey.of(key), value, random.nextInt(3));
        }
      }
    }
  }

  private static void write(FileStorage storage, StorageKey key, String value, int way)
      throws IOException {
    try {
      if (way == 0) {
        storage.upload(key, Content.ofBytes(bytes(value)));
      } else if (way == 1) {
        storage.upload(
            key,
            Content.ofBytes(bytes(value)),
            UploadOptions.builder().condition(WriteCondition.ifAbsent()).build());
      } else {
        try (UploadSession session = storage.beginUpload(key)) {
          session.stream().write(bytes(value));
          session.commit();
        }
      }
      say("end", key.value(), value);
    } catch (PreconditionFailedException e) {
      say("refused", key.value(), value);
    }
  }

  /** The bytes of a value: its text again and again, as often as its number says. */
  static byte[] bytes(String value) {
    byte[] text = (value + END).getBytes(StandardCharsets.US_ASCII);
    byte[] bytes =
        new byte[text.length + Integer.parseInt(value.substring(value.indexOf('/') + 1))];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = text[at % text.length];
    }
    return bytes;
  }

  private static void say(String event, String key, String value) {
    System.out.println(event + " " + key + " " + value + " .");
    if (System.out.checkError()) {
      Runtime.getRuntime().halt(1); // nobody listens any more
    }
  }
}
