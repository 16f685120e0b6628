// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Calls of all kinds, cancelled at random moments, leave nothing behind. */
class CancelStormTest {

  private static final int CALLS = 1500;
  private static final int SIZE = 1000;
  private static final StorageKey PRESENT = StorageKey.of("present");

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final Pipeline pipeline = Pipeline.around(driver).name("storm").observer(recorder);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger freed = new AtomicInteger();
  private long seed;

  @Test
  void F29_randomCancels_onThreadsOfTheStorage_leaveNothingBehind(TestReporter reporter) {
    storm(pipeline.build(), reporter).close();
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-storm").isEmpty());
  }

  @Test
  void F29_randomCancels_onAPool_freeItsPlacesWhenTheWorkHasEnded(TestReporter reporter) {
    WorkerThreads threads =
        WorkerThreads.pooled(
            WorkerThreads.daemons("holdfast-storm-async-"),
            WorkerThreads.daemons("holdfast-storm-content-"));
    FileStorage storage = storm(pipeline.executor(threads.calls()).build(), reporter);
    assertThat(mostRunning.get()).isLessThanOrEqualTo(WorkerThreads.MOST_CALLS);
    assertThat(((ThreadPoolExecutor) threads.calls()).getQueue()).as("queue").isEmpty();
    expectEveryPlaceFree(storage);
    storage.close();
    threads.end().run();
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-storm").isEmpty());
  }

  @Test
  void F29_randomCancels_onThreadsOfTheCaller_leaveNoFlagSet(TestReporter reporter) {
    PlainThreads threads = new PlainThreads("plain-storm", 8);
    FileStorage storage = storm(pipeline.executor(threads).build(), reporter);
    threads.end();
    assertThat(threads.flagsLeft).as("interrupt flags left, seed %d", seed).hasValue(0);
    storage.close();
  }

  /** Calls and cancels, until all has ended; each call has one outcome, each object is whole. */
  private FileStorage storm(FileStorage storage, TestReporter reporter) {
    seed = Long.getLong("holdfast.seed", System.nanoTime());
    reporter.publishEntry("seed", Long.toString(seed));
    driver.memory.put(
        PRESENT,
        Content.ofBytes(new byte[SIZE]),
        UploadOptions.defaults(),
        CallContext.unbounded());
    bend(new Random(~seed));
    List<CompletableFuture<?>> futures = callAndCancel(storage.async(), new Random(seed));
    Eventually.holds("all calls end", () -> running.get() == 0 && ended() == begun.get());
    long cancelled = futures.stream().filter(CompletableFuture::isCancelled).count();
    assertThat(cancelled).as("cancelled of %d, seed %d", CALLS, seed).isBetween(10L, CALLS - 10L);
    expectWhole(futures);
    Eventually.holds("each download is closed", () -> freed.get() == opened.get());
    assertThat(ended())
        .as("outcomes recorded of calls begun, seed %d", seed)
        .isEqualTo(begun.get());
    return storage;
  }

  /** Calls, and cancels of earlier ones; never more at once than a pool has room for. */
  private static List<CompletableFuture<?>> callAndCancel(AsyncFileStorage async, Random random) {
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      StorageKey key = StorageKey.of("call-" + call);
      futures.add(
          switch (random.nextInt(6)) {
            case 0 -> async.upload(key, Content.ofBytes(new byte[SIZE]));
            case 1, 2 -> async.download(PRESENT);
            case 3 -> async.copy(PRESENT, key);
            case 4 -> async.delete(key);
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

  /** Makes calls of the driver take a while; opened downloads are deaf to interrupts. */
  private void bend(Random random) {
    driver.before =
        () -> {
          begun.incrementAndGet();
          mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            linger(random.nextInt(5) - 1);
          } finally {
            running.decrementAndGet();
          }
        };
    driver.download =
        download -> {
          opened.incrementAndGet();
          boolean interrupted = Thread.interrupted();
          try {
            linger(2);
          } catch (StorageException ignored) { // deaf on purpose
            interrupted = true;
          }
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          return new DriverDownload(
              download.info(),
              download.range(),
              Bytes.closing(download.body(), freed::incrementAndGet));
        };
  }

  /** Waits for some milliseconds, less if interrupted. */
  private static void linger(int milliseconds) {
    if (milliseconds <= 0) {
      return;
    }
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
