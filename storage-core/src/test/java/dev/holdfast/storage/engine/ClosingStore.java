// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A storage called {@code closing} over a bent driver, on time that stands still, with a latch that
 * holds what a test wants held.
 */
final class ClosingStore implements AutoCloseable {

  final ManualTicker ticker = new ManualTicker();
  final BentDriver driver = new BentDriver();
  final Recorder recorder = new Recorder();
  final CountDownLatch let = new CountDownLatch(1);
  private final Scheduler scheduler = Scheduler.system("closing-store", 1);
  final Environment environment = ticker.environment(Environment.systemClock(), scheduler);
  final FileStorage storage =
      Pipeline.around(driver).name("closing").environment(environment).observer(recorder).build();

  /** Closes the storage in a thread of its own, and returns when the closer waits for others. */
  CompletableFuture<Void> closing(int othersThatWait) {
    CompletableFuture<Void> closing = closeInThread();
    Eventually.holds("close waits", () -> ticker.waiting() == othersThatWait + 1);
    return closing;
  }

  /** The grace of ten seconds ends. */
  void graceEnds() {
    ticker.advance(Duration.ofSeconds(10));
  }

  /** Blocks until the latch opens; if it is interrupted, fails as a driver does. */
  void hold() {
    try {
      let.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageException.builder(Kind.CANCELLED).operation(StorageOperation.UPLOAD).build();
    }
  }

  /** Lets go of all that is held and closes the storage; time goes on until that has ended. */
  @Override
  public void close() {
    let.countDown();
    CompletableFuture<Void> closing = closeInThread();
    Eventually.holds(
        "the storage is closed",
        () -> {
          ticker.advance(Duration.ofSeconds(1));
          return closing.isDone();
        });
    scheduler.close();
  }

  /** Begins to close the storage in a thread of its own. */
  CompletableFuture<Void> closeInThread() {
    return CompletableFuture.runAsync(storage::close, work -> new Thread(work).start());
  }
}
