// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Ticker;

/** The monotonic time of a simulation; moved by the kernel only. */
final class VirtualTime implements Ticker {

  /** A point that never comes. */
  static final long NEVER = Long.MAX_VALUE;

  /** Beyond this a deadline counts as none: about 73 years. */
  private static final long HORIZON = Long.MAX_VALUE / 4;

  private volatile long now;

  @Override
  public long nanos() {
    return now;
  }

  void advance(long nanos) {
    if (nanos > 0) {
      moveTo(Math.addExact(now, nanos));
    }
  }

  void moveTo(long nanos) {
    now = nanos;
  }

  /** The point {@code delayNanos} from now. */
  long in(long delayNanos) {
    return delayNanos >= HORIZON ? NEVER : now + delayNanos;
  }

  long at(Deadline deadline) {
    return deadline.unbounded() ? NEVER : in(deadline.remainingNanos());
  }
}
