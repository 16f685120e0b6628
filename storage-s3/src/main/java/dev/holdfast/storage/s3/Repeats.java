// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Repeats requests inside of an upload that change nothing anybody sees, so that one lost part does
 * not cost all of them; from the budget that all repetitions of the storage share.
 *
 * @param policy how often and after which pause
 * @param budget shared with the retry layer
 * @param environment where it waits
 */
record Repeats(RetryPolicy policy, RetryBudget budget, Environment environment) {

  /**
   * Makes a request until it succeeds, or may not be repeated.
   *
   * @param stopped whether nobody wants it any more
   */
  <T> T make(CallContext call, BooleanSupplier stopped, Supplier<T> request) {
    budget.deposit();
    for (int attempt = 1; ; attempt++) {
      try {
        return request.get();
      } catch (StorageException e) {
        if (stopped.getAsBoolean() || !again(e, attempt, call)) {
          throw e;
        }
      }
    }
  }

  /** Whether a request may be repeated; waits before it says so. */
  boolean again(StorageException failure, int attempt, CallContext call) {
    if (!failure.kind().passing() || !policy.allowsAfter(attempt)) {
      return false;
    }
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    Duration pause = policy.backoff().after(attempt, environment.random(), asked);
    if (pause.compareTo(call.remaining()) >= 0 || !budget.tryWithdraw()) {
      return false;
    }
    try {
      environment.waits().pause(pause, environment.ticker());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
