// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that shows the time on a ticker since it was made, for a library that asks for a clock.
 */
final class TickerClock extends Clock {

  private final Ticker ticker;
  private final long start;

  TickerClock(Ticker ticker) {
    this.ticker = ticker;
    this.start = ticker.nanos();
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(ticker.nanos() - start);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
