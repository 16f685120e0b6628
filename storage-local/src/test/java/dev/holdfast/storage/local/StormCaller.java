// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes and deletes a key of its own and writes one that all write, and reads all:
 * knows what is under its own, and checks that what it reads of others is whole. A value is a
 * number, and that many times the byte that it ends with.
 */
final class StormCaller extends Thread {

  private static final int SIZES = 90_000;
  private static final int ABSENT = -1;
  private static final StorageKey COMMON = key(99);

  private final FileStorage storage;
  private final int number;
  private final boolean victim;
  private final Random random;
  private final AtomicBoolean over;
  private int known = ABSENT;
  private int calls;
  private int cancelled;
  private @Nullable Throwable wrong;

  StormCaller(FileStorage storage, int number, boolean victim, Random random, AtomicBoolean over) {
    super("storm-" + number);
    setDaemon(true);
    this.storage = storage;
    this.number = number;
    this.victim = victim;
    this.random = random;
    this.over = over;
  }

  @Override
  public void run() {
    try {
      while (!over.get()) {
        calls++;
        call();
      }
    } catch (Throwable e) { // told by check()
      wrong = e;
    }
  }

  /** How many calls ended with an interrupt. */
  int cancelled() {
    return cancelled;
  }

  /** Nothing went wrong, and the store has what it must. Behind the end of the thread. */
  void check(String context) {
    assertThat(isAlive()).as("%s: %s ended", context, getName()).isFalse();
    assertThat(wrong).as("%s: %s", context, getName()).isNull();
    assertThat(calls).isPositive();
    check(storage, context);
  }

  /** A store that was opened on the root has what it must. */
  void check(FileStorage opened, String context) {
    assertThat(read(opened, number)).as("%s: %s", context, getName()).isEqualTo(known);
  }

  private void call() throws IOException {
    int value = 1 + random.nextInt(SIZES);
    switch (random.nextInt(6)) {
      case 0 -> change(value, () -> storage.upload(key(number), Content.ofBytes(bytes(value))));
      case 1 -> change(value, () -> session(value));
      case 2 -> change(ABSENT, () -> storage.delete(key(number)));
      case 3 -> attempt(() -> storage.upload(COMMON, Content.ofBytes(bytes(value))));
      case 4 -> attempt(() -> assertThat(read(storage, number)).isEqualTo(known));
      default -> attempt(this::readOthers);
    }
  }

  private void change(int value, Call call) throws IOException {
    if (attempt(call)) {
      known = value;
    }
  }

  /** Whether a call was done; if it was cancelled, nothing was. */
  private boolean attempt(Call call) throws IOException {
    try {
      call.run();
      return true;
    } catch (StorageException e) {
      cancelled++;
      if (!victim
          || e.kind() != Kind.CANCELLED
          || e.outcome() != Outcome.NOT_APPLIED
          || !Thread.interrupted()) {
        throw e;
      }
      return false;
    }
  }

  private void session(int value) throws IOException {
    try (UploadSession session = storage.beginUpload(key(number))) {
      OutputStream stream = session.stream();
      stream.write(bytes(value));
      session.commit();
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException told) {
        throw told;
      }
      throw e;
    }
  }

  private void readOthers() {
    try (ListCursor cursor = storage.list("storm/")) {
      cursor.items().forEach(item -> read(storage, Integer.parseInt(item.key().segments().get(1))));
    }
  }

  /** The value of a caller's key, which is whole. */
  private static int read(FileStorage storage, int number) {
    if (!storage.exists(key(number))) {
      return ABSENT;
    }
    try (Download download = storage.download(key(number))) {
      byte[] bytes = download.readAllBytes(SIZES);
      assertThat(Arrays.equals(bytes, bytes(bytes.length))).as("whole").isTrue();
      return bytes.length;
    } catch (StorageException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return ABSENT; // deleted meanwhile
      }
      throw e;
    }
  }

  private static StorageKey key(int number) {
    return StorageKey.of("storm/" + number);
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[value];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** A call to the storage. */
  @FunctionalInterface
  private interface Call {
    void run() throws IOException;
  }
}
