// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Download;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;

/**
 * A blocking call on its way through an executor. However its future ends before the call does, by
 * cancel or otherwise, the call is interrupted or never begins.
 */
final class AsyncCall<T> implements Runnable {

  private final Supplier<T> work;
  private final Executor executor;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final RunningThread running = new RunningThread();

  AsyncCall(Supplier<T> work, Executor executor) {
    this.work = work;
    this.executor = executor;
    CompletableFuture<T> ignored = future.whenComplete((result, failure) -> stop());
  }

  CompletableFuture<T> future() {
    return future;
  }

  @Override
  public void run() {
    if (!running.enter()) {
      return;
    }
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | Error e) {
      running.exit();
      future.completeExceptionally(e);
      return;
    }
    running.exit();
    if (!future.complete(result) && result instanceof Download unwanted) {
      unwanted.close();
    }
  }

  private void stop() {
    if (!running.stop() && executor instanceof ThreadPoolExecutor pool) {
      pool.remove(this);
    }
  }
}
