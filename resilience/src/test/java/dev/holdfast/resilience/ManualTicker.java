// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A ticker that a test moves; its origin is far from zero, as a machine's may be. */
final class ManualTicker implements Ticker {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

  @Override
  public long nanos() {
    return now.get();
  }

  void advance(Duration duration) {
    now.addAndGet(duration.toNanos());
  }
}
