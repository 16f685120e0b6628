// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** The triggers that are watched on one connection. Guarded by the loop's lock. */
final class Watches {
  /** Where in a chunk a trigger is met. */
  record Hit(int at, Watch watch) {}

  /** What follows when a trigger is met. */
  interface Met {
    /** Begins the fault; {@code byTime} tells that no byte met the trigger. */
    void met(Injection injection, boolean byTime);
  }

  private static final byte[] NOTHING = {};

  private final List<Watch> watches = new ArrayList<>();
  private final List<EventLoop.Timer> timers = new ArrayList<>();
  private final EventLoop loop;
  private final long startNanos;
  private final Met met;

  Watches(EventLoop loop, Met met) {
    this.loop = loop;
    this.startNanos = loop.nanos();
    this.met = met;
  }

  /**
   * Watches the trigger of an injection.
   *
   * @param number the connection's number since the injection, 0 if it was there before
   * @param received the bytes that have come so far in a direction
   */
  void arm(Injection injection, long number, ToLongFunction<Direction> received) {
    Watch watch = Watch.of(injection, number);
    if (watch == null) {
      return;
    }
    watches.add(watch);
    Duration age = watch.age();
    if (age != null) {
      armTimer(watch, startNanos + age.toNanos());
      return;
    }
    for (Direction direction : Direction.values()) {
      if (watch.find(direction, NOTHING, received.applyAsLong(direction)) >= 0) {
        meet(watch, false);
      }
    }
  }

  /** The triggers that a chunk meets, in the order of their places in it. */
  List<Hit> scan(Direction direction, byte[] chunk, long offset) {
    List<Hit> hits = new ArrayList<>();
    for (Watch watch : watches) {
      int at = watch.find(direction, chunk, offset);
      if (at >= 0) {
        hits.add(new Hit(at, watch));
      }
    }
    hits.sort(Comparator.comparingInt(Hit::at));
    return hits;
  }

  void meet(Watch watch, boolean byTime) {
    if (watch.meet() && watch.injection().claim()) {
      met.met(watch.injection(), byTime);
    }
  }

  void remove(Injection injection) {
    watches.removeIf(watch -> watch.injection() == injection);
  }

  void cancel() {
    timers.forEach(EventLoop.Timer::cancel);
    timers.clear();
    watches.clear();
  }

  private void armTimer(Watch watch, long dueNanos) {
    if (dueNanos <= loop.nanos()) {
      meet(watch, true);
    } else {
      timers.add(loop.schedule(dueNanos, () -> meet(watch, true)));
    }
  }
}
