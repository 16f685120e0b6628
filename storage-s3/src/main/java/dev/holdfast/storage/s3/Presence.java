// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers when the bucket was last seen to be there. Thread-safe. */
final class Presence {

  private static final long RECENT = Duration.ofSeconds(10).toNanos();

  private final Ticker ticker;
  private final AtomicLong seen;

  Presence(Ticker ticker) {
    this.ticker = ticker;
    this.seen = new AtomicLong(ticker.nanos() - RECENT);
  }

  /** A request has shown that the bucket is there. */
  void seen() {
    seen.set(ticker.nanos());
  }

  /** Whether the bucket was there a moment ago. */
  boolean recent() {
    return ticker.nanos() - seen.get() < RECENT;
  }
}
