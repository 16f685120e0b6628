// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.local.LocalStep.Call;
import dev.holdfast.storage.local.LocalStep.Limit;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What cuts the operations of one client short, counted in its calls to the disk. */
final class LocalLimits implements CallContext {

  private static final Duration LONG = Duration.ofDays(1);

  private volatile Limit limit = Limit.NONE;
  private final AtomicInteger left = new AtomicInteger();
  private volatile Thread client = Thread.currentThread();

  /** The calling thread begins an operation. */
  void begin(Call call) {
    client = Thread.currentThread();
    limit = call.limit();
    left.set(call.limitAt());
  }

  /** The operation has ended; a limit that has not come yet does not come. */
  void end() {
    limit = Limit.NONE;
    boolean ignored = Thread.interrupted(); // what was delivered too late
  }

  /** Some thread calls the disk. */
  void onDiskCall() {
    if (limit == Limit.INTERRUPT
        && Thread.currentThread().equals(client)
        && left.getAndDecrement() == 1) {
      client.interrupt();
    }
  }

  /** Drivers ask once, at the beginning; a step takes half a millisecond on average. */
  @Override
  public Duration remaining() {
    return limit == Limit.TIMEOUT ? Duration.ofNanos(left.get() * 400_000L) : LONG;
  }
}
