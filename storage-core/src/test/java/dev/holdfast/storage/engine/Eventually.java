// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waits of tests. */
final class Eventually {

  private static final long MOST_SECONDS = 30;

  private Eventually() {}

  /** Waits until the condition holds; fails if it does not. */
  static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("no more time for: %s", what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Waits for a latch; fails if it stays closed. */
  static void open(CountDownLatch latch) {
    try {
      assertThat(latch.await(MOST_SECONDS, TimeUnit.SECONDS)).as("latch opens").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a latch", e);
    }
  }

  /** Waits for a latch, deaf to interrupts; the flag is set at the end. */
  static void openDespiteInterrupts(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        assertThat(latch.await(MOST_SECONDS, TimeUnit.SECONDS)).as("latch opens").isTrue();
        break;
      } catch (InterruptedException ignored) { // deaf on purpose
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a future completes with normally. */
  static <T> T value(CompletableFuture<T> future) {
    try {
      return future.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the future has no value", e);
    }
  }

  /** What a future fails with. */
  static Throwable failure(CompletableFuture<?> future) {
    try {
      Object value = future.get(MOST_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("the future has a value: " + value);
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause(), "cause");
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the future has not failed", e);
    }
  }

  /** What a future was cancelled or completed with by its holder. */
  static Throwable failureOf(CompletableFuture<?> future) {
    try {
      return failure(future);
    } catch (CancellationException e) {
      return e;
    }
  }

  /** Names of live threads that begin with a prefix. */
  static List<String> threads(String prefix) {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(prefix)) {
        names.add(thread.getName());
      }
    }
    return names;
  }
}
