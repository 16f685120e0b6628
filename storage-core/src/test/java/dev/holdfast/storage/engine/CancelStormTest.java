// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of all kinds, cancelled at random moments, leave nothing behind. */
class CancelStormTest {

  private static final int CALLS = 1500;
  private static final int SIZE = 1000;
  private static final StorageKey PRESENT = StorageKey.of("present");

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final WorkerThreads threads =
      WorkerThreads.pooled(
          WorkerThreads.daemons("holdfast-storm-async-"),
          WorkerThreads.daemons("holdfast-storm-content-"));
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final AtomicInteger interruptedAtBegin = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger freed = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void F29_randomCancels_leaveNothingBehind(boolean onPool, TestReporter reporter) {
    long seed = Long.getLong("holdfast.seed", System.nanoTime());
    reporter.publishEntry("seed", Long.toString(seed));
    driver.memory.put(
        PRESENT,
        Content.ofBytes(new byte[SIZE]),
        UploadOptions.defaults(),
        CallContext.unbounded());
    bend(new Random(~seed));
    Pipeline pipeline = Pipeline.around(driver).name("storm").observer(recorder);
    FileStorage storage = (onPool ? pipeline.executor(threads.calls()) : pipeline).build();
    List<CompletableFuture<?>> futures = storm(storage.async(), new Random(seed));
    Eventually.holds("all futures end", () -> futures.stream().allMatch(f -> f.isDone()));
    Eventually.holds("all calls end", () -> running.get() == 0 && ended() == begun.get());
    if (onPool) {
      assertThat(mostRunning.get()).isLessThanOrEqualTo(WorkerThreads.MOST_CALLS);
      assertThat(((ThreadPoolExecutor) threads.calls()).getQueue()).as("queue").isEmpty();
      expectEveryPlaceFree(storage);
    }
    long cancelled = futures.stream().filter(CompletableFuture::isCancelled).count();
    assertThat(cancelled).as("cancelled of %d, seed %d", CALLS, seed).isBetween(10L, CALLS - 10L);
    assertThat((long) interruptedAtBegin.get())
        .as("calls that began interrupted, seed %d", seed)
        .isLessThanOrEqualTo(cancelled);
    expectWhole(futures);
    storage.close();
    assertThat(ended()).as("outcomes recorded of calls begun").isEqualTo(begun.get());
    Eventually.holds("each download is closed", () -> freed.get() == opened.get());
    threads.end().run();
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-storm").isEmpty());
  }

  /** Calls, and cancels of earlier ones; never more at once than the pool has room for. */
  private static List<CompletableFuture<?>> storm(AsyncFileStorage async, Random random) {
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      StorageKey key = StorageKey.of("call-" + call);
      futures.add(
          switch (random.nextInt(5)) {
            case 0 -> async.upload(key, Content.ofBytes(new byte[SIZE]), UploadOptions.defaults());
            case 1 -> async.download(PRESENT, DownloadOptions.defaults());
            case 2 -> async.copy(PRESENT, key, CopyOptions.defaults());
            case 3 -> async.delete(key, DeleteOptions.defaults());
            default -> async.stat(PRESENT);
          });
      if (random.nextBoolean()) {
        futures.get(call - random.nextInt(Math.min(20, call + 1))).cancel(true);
      }
      if (call % 100 == 99) {
        Eventually.holds("all end", () -> futures.stream().allMatch(CompletableFuture::isDone));
      }
    }
    return futures;
  }

  /** Makes calls of the driver take a while, some of them deaf to interrupts. */
  private void bend(Random random) {
    driver.before =
        () -> {
          begun.incrementAndGet();
          interruptedAtBegin.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
          mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
          int behaviour = random.nextInt(10);
          try {
            if (behaviour < 4) {
              linger(behaviour);
            }
          } finally {
            running.decrementAndGet();
          }
        };
    driver.download =
        download -> {
          opened.incrementAndGet();
          return new DriverDownload(
              download.info(),
              download.range(),
              Bytes.closing(download.body(), freed::incrementAndGet));
        };
  }

  /** Waits for at most three milliseconds, less if interrupted. */
  private static void linger(int milliseconds) {
    try {
      boolean ignored = new CountDownLatch(1).await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageException.builder(Kind.CANCELLED).build();
    }
  }

  /** As many calls as the pool has threads can be inside at the same time. */
  private void expectEveryPlaceFree(FileStorage storage) {
    CountDownLatch together = new CountDownLatch(WorkerThreads.MOST_CALLS);
    driver.before =
        () -> {
          begun.incrementAndGet();
          together.countDown();
          Eventually.open(together);
        };
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int call = 0; call < WorkerThreads.MOST_CALLS; call++) {
      calls.add(storage.async().stat(PRESENT));
    }
    calls.forEach(Eventually::value);
  }

  /** Whatever became of a call, an object is whole or absent; it is there if the call said so. */
  private void expectWhole(List<CompletableFuture<?>> futures) {
    for (int call = 0; call < CALLS; call++) {
      Optional<ObjectInfo> info =
          driver.memory.stat(StorageKey.of("call-" + call), CallContext.unbounded());
      info.ifPresent(present -> assertThat(present.sizeBytes()).isEqualTo(SIZE));
      CompletableFuture<?> future = futures.get(call);
      Object value = future.isCompletedExceptionally() ? null : future.join();
      if (value instanceof UploadReceipt) {
        assertThat(info).as("object of call %d, which succeeded", call).isPresent();
      }
      if (value instanceof Download download) {
        assertThat(download.readAllBytes(SIZE)).hasSize(SIZE);
        download.close();
      }
    }
  }

  /** Outcomes that were recorded. */
  private int ended() {
    return (int) recorder.lines.stream().filter(line -> !line.contains(" moved ")).count();
  }
}
