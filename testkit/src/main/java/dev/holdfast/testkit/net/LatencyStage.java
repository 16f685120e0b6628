// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Adds a delay to each parcel; never lets one overtake another. */
final class LatencyStage implements Stage {
  private final Fault.Latency fault;
  private final Draw draw;
  private final LongSupplier nanos;
  private final Runnable fired;
  private long lastDue;

  LatencyStage(Fault.Latency fault, Draw draw, LongSupplier nanos, Runnable fired) {
    this.fault = fault;
    this.draw = draw;
    this.nanos = nanos;
    this.fired = fired;
  }

  @Override
  public void pass(Parcel parcel, Consumer<Parcel> next) {
    long now = nanos.getAsLong();
    long due = Math.max(now, parcel.dueNanos()) + delayNanos(parcel.offset());
    lastDue = Math.max(due, lastDue);
    if (!parcel.marks()) {
      fired.run();
    }
    next.accept(parcel.due(lastDue));
  }

  /** The delay of the parcel that begins at the given offset of the stream. */
  long delayNanos(long offset) {
    return fault.delay().toNanos() + draw.below(fault.jitter().toNanos() + 1, offset);
  }

  @Override
  public boolean delays() {
    return true;
  }
}
