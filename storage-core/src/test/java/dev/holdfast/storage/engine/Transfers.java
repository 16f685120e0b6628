// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A hundred transfers, ten of each kind, all of them held in the middle. */
final class Transfers {

  static final int COUNT = 100;

  /** How many of them wait for content with a timeout. */
  static final int TIMED = COUNT / 10;

  private static final int BYTES = 100;
  private static final int LARGE_PIECE = 64 * 1024;
  private static final UploadOptions MINUTES =
      UploadOptions.builder().timeout(Duration.ofMinutes(10)).build();
  private static final DownloadOptions RANGE =
      DownloadOptions.builder().range(ByteSelection.slice(0, BYTES)).build();

  final List<StorageException> failures = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger finished = new AtomicInteger();

  /** Threads whose own code was reached by an interrupt. */
  final AtomicInteger flags = new AtomicInteger();

  /** Sessions of the driver that were closed. */
  final AtomicInteger sessionsClosed = new AtomicInteger();

  private final ClosingStore closing;
  private final FileStorage storage;
  private final CountDownLatch inside = new CountDownLatch(COUNT);
  private final List<Thread> threads = new ArrayList<>();

  /** Begins them, and returns when each is held. */
  Transfers(ClosingStore closing, Path directory) {
    this.closing = closing;
    this.storage = closing.storage;
    closing.driver.download = opened -> new DriverDownload(opened.info(), opened.range(), held());
    closing.driver.session = HeldUpload::new;
    for (int number = 0; number < COUNT / 10; number++) {
      StorageKey present = StorageKey.of("present-" + number);
      StorageKey fresh = StorageKey.of("new-" + number);
      Path file = directory.resolve("file-" + number);
      Path other = directory.resolve("other-" + number);
      boolean even = number % 2 == 0;
      storage.upload(present, Content.ofBytes(new byte[BYTES]));
      start(() -> storage.upload(fresh, Content.ofStream(held(), BYTES)));
      start(() -> storage.upload(fresh.child("open"), Content.ofStream(held())));
      start(() -> storage.upload(fresh.child("timed"), Content.ofStream(held(), BYTES), MINUTES));
      start(() -> storage.store(Content.ofSupplier(this::held), "name", "text/plain"));
      start(() -> read(present, DownloadOptions.defaults()));
      start(() -> read(present, RANGE));
      start(() -> storage.downloadTo(present, file));
      start(() -> write(fresh.child("written"), LARGE_PIECE));
      start(() -> write(fresh.child("committed"), 1));
      start(() -> async(even, present, fresh.child("async"), other));
    }
    Eventually.open(inside);
  }

  /** Waits until the thread of each has ended. */
  void join() {
    for (Thread thread : threads) {
      Eventually.holds(thread.getName() + " ends", () -> !thread.isAlive());
    }
  }

  private void start(Runnable transfer) {
    Thread thread =
        new Thread(
            () -> {
              try {
                transfer.run();
                finished.incrementAndGet();
              } catch (StorageException e) {
                failures.add(e);
              }
              if (Thread.currentThread().isInterrupted()) {
                flags.incrementAndGet();
              }
            },
            "transfer-" + threads.size());
    threads.add(thread);
    thread.start();
  }

  private void read(StorageKey key, DownloadOptions options) {
    try (Download download = storage.download(key, options)) {
      assertThat(download.readAllBytes(BYTES)).hasSize(BYTES);
    }
  }

  /** A session that is held while it writes a large piece, or else while it commits. */
  private void write(StorageKey key, int bytes) {
    try (UploadSession session = storage.beginUpload(key)) {
      OutputStream stream = session.stream();
      stream.write(new byte[bytes]);
      session.commit();
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException told) {
        throw told;
      }
      throw new AssertionError("a write failed in another way", e);
    }
  }

  private void async(boolean upload, StorageKey present, StorageKey fresh, Path file) {
    CompletableFuture<?> future =
        upload
            ? storage
                .async()
                .upload(fresh, Content.ofStream(held(), BYTES), UploadOptions.defaults())
            : storage.async().downloadTo(present, file, DownloadOptions.defaults());
    Throwable failure = future.handle((value, thrown) -> thrown).join();
    if (failure instanceof StorageException told) {
      throw told;
    }
    assertThat(failure).isNull();
  }

  /** A hundred bytes that are held after half of them. */
  private InputStream held() {
    return Bytes.interrupted(
        new byte[BYTES],
        BYTES / 2,
        () -> {
          inside.countDown();
          try {
            closing.let.await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException("held");
          }
        });
  }

  private final class HeldUpload extends ForwardingUpload {

    private boolean wasHeld;

    HeldUpload(DriverUpload upload) {
      super(upload, sessionsClosed);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (length >= LARGE_PIECE) {
        hold();
      }
      super.write(bytes, offset, length);
    }

    @Override
    public ObjectInfo commit() {
      if (!wasHeld) {
        hold();
      }
      return super.commit();
    }

    private void hold() {
      wasHeld = true;
      inside.countDown();
      closing.hold();
    }
  }
}
