// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

/**
 * A fault that was put into a {@link FaultProxy}: tells how often it fired and takes it out again.
 *
 * <p>Safe for use by many threads. All methods may be called after the proxy was closed.
 */
public final class Injection {
  private final Relay relay;
  private final long number;
  private final Direction direction;
  private final Fault fault;
  private final Trigger trigger;

  // Guarded by the lock of the event loop.
  private long fired;
  private long connectionsSeen;
  private boolean claimed;
  private boolean removed;

  Injection(Relay relay, long number, Direction direction, Fault fault, Trigger trigger) {
    this.relay = relay;
    this.number = number;
    this.direction = direction;
    this.fault = fault;
    this.trigger = trigger;
  }

  /** The direction whose bytes the fault concerns. */
  public Direction direction() {
    return direction;
  }

  /** What goes wrong. */
  public Fault fault() {
    return fault;
  }

  /** When it begins. */
  public Trigger trigger() {
    return trigger;
  }

  /**
   * On how many connections the fault has had an effect. A fault that acts on bytes counts when it
   * touches the first one (a {@link Fault.BlackHole} and a {@link Fault.DropResponse} also when
   * they drop an end), any other when its trigger is met.
   */
  public long fired() {
    return relay.loop().read(() -> fired);
  }

  /**
   * Takes the fault out; bytes that it delayed or kept are delivered at once. See each fault for
   * what cannot be undone. Does nothing the second time.
   */
  public void remove() {
    relay.loop().run(() -> relay.remove(this));
  }

  /**
   * Delivers what a {@link Fault.Hold} keeps and ends the fault. Does nothing the second time.
   *
   * @throws IllegalStateException if the fault is of another kind
   */
  public void release() {
    if (!(fault instanceof Fault.Hold)) {
      throw new IllegalStateException("nothing to release: the fault is " + fault);
    }
    remove();
  }

  @Override
  public String toString() {
    return direction + " " + fault + " " + trigger;
  }

  long number() {
    return number;
  }

  boolean hasFired() {
    return fired > 0;
  }

  void countFired() {
    fired++;
  }

  /** Counts a new connection and returns its number, 1 for the first since the injection. */
  long nextConnection() {
    return ++connectionsSeen;
  }

  /** Whether the fault may begin on a connection whose trigger is met. */
  boolean claim() {
    boolean granted = !removed && !(claimed && trigger instanceof Trigger.Once);
    claimed = true;
    return granted;
  }

  void markRemoved() {
    removed = true;
  }
}
