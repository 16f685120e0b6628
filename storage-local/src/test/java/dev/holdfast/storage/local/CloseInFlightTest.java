// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.engine.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on the disk of this machine is closed while a hundred transfers are in flight. */
final class CloseInFlightTest {

  private static final int TRANSFERS = 100;
  private static final long MOST_SECONDS = 30;
  private static final String NAME = "in-flight";
  private static final UploadOptions TIMED =
      UploadOptions.builder().timeout(Duration.ofMinutes(5)).build();

  @TempDir private Path root;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch reading = new CountDownLatch(TRANSFERS);
  private final CountDownLatch go = new CountDownLatch(1);

  @AfterEach
  void end() {
    go.countDown();
    callers.shutdownNow();
  }

  @Test
  void F49_transfersThatEndInTime_areWaitedFor() throws Exception {
    FileStorage storage = LocalStorage.builder(root).name(NAME).durability(Durability.NONE).build();
    List<Future<?>> uploads = uploads(storage, TRANSFERS);
    Future<?> closing = callers.submit(storage::close);
    eventually("close has begun", () -> closed(storage));
    assertThat(closing).isNotDone();
    go.countDown();
    for (Future<?> upload : uploads) {
      upload.get(MOST_SECONDS, TimeUnit.SECONDS);
    }
    closing.get(MOST_SECONDS, TimeUnit.SECONDS);
    assertEnded(storage);
    try (FileStorage next = LocalStorage.builder(root).build()) {
      assertThat(LocalStorageTest.keys(next)).hasSize(TRANSFERS);
    }
  }

  @Test
  void F49_transfersThatDoNotEnd_areAbortedAndNothingIsLeft() throws Exception {
    FileStorage storage = openWithShortGrace();
    StorageKey present = StorageKey.of("present");
    storage.upload(present, Content.ofBytes(new byte[100_000]));
    List<Future<?>> uploads = uploads(storage, TRANSFERS / 2);
    List<Download> downloads = new ArrayList<>();
    List<UploadSession> sessions = new ArrayList<>();
    for (int i = 0; i < TRANSFERS / 4; i++) {
      Download download = storage.download(present);
      assertThat(download.stream().read()).isZero();
      downloads.add(download);
      UploadSession session = storage.beginUpload(StorageKey.of("session/" + i));
      session.stream().write(new byte[10_000]);
      sessions.add(session);
    }
    storage.close();
    for (Future<?> upload : uploads) {
      assertThatThrownBy(() -> upload.get(MOST_SECONDS, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
    }
    for (Download download : downloads) {
      assertThatThrownBy(() -> download.stream().read())
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(StorageException.class);
      download.close();
    }
    for (UploadSession session : sessions) {
      assertThatStorageFailure(session::commit).isNotApplied(Kind.CANCELLED);
      session.close();
    }
    assertEnded(storage);
    assertThat(RealStore.stages(root)).isEmpty();
    try (FileStorage next = LocalStorage.builder(root).build()) {
      assertThat(LocalStorageTest.keys(next)).containsExactly("present");
    }
  }

  /** Later calls are refused, another close does nothing, and no thread or file is left. */
  private void assertEnded(FileStorage storage) throws IOException {
    storage.close();
    assertThatIllegalStateException().isThrownBy(() -> storage.exists(StorageKey.of("x")));
    assertThat(RealStore.open(root)).isEmpty();
    eventually("no thread is left", () -> !threads());
  }

  private static boolean threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("holdfast-" + NAME));
  }

  private static boolean closed(FileStorage storage) {
    try {
      return storage.capabilities().isEmpty();
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Begins uploads whose content waits, every other one in a thread of the store. */
  private List<Future<?>> uploads(FileStorage storage, int count) throws InterruptedException {
    List<Future<?>> uploads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StorageKey key = StorageKey.of("upload/" + i);
      UploadOptions options = i % 2 == 0 ? TIMED : UploadOptions.defaults();
      uploads.add(
          callers.submit(() -> storage.upload(key, Content.ofSupplier(this::waiting), options)));
    }
    eventually("all are reading", () -> reading.getCount() <= TRANSFERS - count);
    return uploads;
  }

  private InputStream waiting() throws IOException {
    reading.countDown();
    try {
      boolean ignored = go.await(2 * MOST_SECONDS, TimeUnit.SECONDS); // no test hangs
      return new ByteArrayInputStream(new byte[1_000]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private FileStorage openWithShortGrace() {
    Environment environment = LocalStores.environment();
    return Pipeline.around(LocalStores.open(LocalStorage.builder(root), environment))
        .name(NAME)
        .environment(environment)
        .closeGrace(Duration.ofMillis(100))
        .build();
  }

  /** Waits less long than an idle thread stays. */
  private static void eventually(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("no more time for: %s", what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
