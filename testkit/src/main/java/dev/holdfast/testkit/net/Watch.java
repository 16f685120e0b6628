// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The trigger of one injection, watched on one connection. Guarded by the loop's lock. */
final class Watch {
  /** Looks for the place in a chunk at which a trigger is met. */
  interface Scan {
    /** The index behind the byte that meets the trigger, or -1; offset counts from the start. */
    int find(byte[] chunk, long offset);
  }

  private static final Scan NEVER = (chunk, offset) -> -1;

  private final Injection injection;
  private final @Nullable Duration age;
  private final Direction watched;
  private final Scan scan;
  private boolean met;

  private Watch(Injection injection, @Nullable Duration age, Direction watched, Scan scan) {
    this.injection = injection;
    this.age = age;
    this.watched = watched;
    this.scan = scan;
  }

  /**
   * Starts to watch.
   *
   * @param number the connection's number since the injection, 0 if it was there before
   * @return null if the trigger can never be met on this connection
   */
  static @Nullable Watch of(Injection injection, long number) {
    Trigger trigger = injection.trigger();
    if (trigger instanceof Trigger.Once once) {
      trigger = once.trigger();
    }
    if (trigger instanceof Trigger.OnConnection on) {
      if (on.number() != number) {
        return null;
      }
      trigger = on.then();
    }
    return plain(injection, trigger);
  }

  private static Watch plain(Injection injection, Trigger trigger) {
    Direction own = injection.direction();
    if (trigger instanceof Trigger.AfterDuration after) {
      return new Watch(injection, after.age(), own, NEVER);
    }
    if (trigger instanceof Trigger.AfterBytes after) {
      long count = after.countBytes();
      Scan scan = (chunk, offset) -> count - offset > chunk.length ? -1 : index(count - offset);
      return new Watch(injection, null, own, scan);
    }
    if (trigger instanceof Trigger.OnPattern on) {
      Direction seenIn = on.seenIn();
      byte[] bytes = on.latin1().getBytes(StandardCharsets.ISO_8859_1);
      PatternMatcher matcher = new PatternMatcher(bytes);
      Scan scan = (chunk, offset) -> matcher.find(chunk);
      return new Watch(injection, null, seenIn == null ? own : seenIn, scan);
    }
    return new Watch(injection, Duration.ZERO, own, NEVER);
  }

  private static int index(long relative) {
    return (int) Math.max(0, relative);
  }

  Injection injection() {
    return injection;
  }

  /** The age of the connection that meets the trigger, or null if bytes decide. */
  @Nullable Duration age() {
    return age;
  }

  int find(Direction direction, byte[] chunk, long offset) {
    return met || direction != watched ? -1 : scan.find(chunk, offset);
  }

  /** Marks the trigger as met; false if it already was. */
  boolean meet() {
    boolean first = !met;
    met = true;
    return first;
  }
}
