// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A simulated thread. All fields belong to whoever runs: exactly one thread does. */
final class Strand implements SimulatedClient {

  private final Kernel kernel;
  private final Group group;
  private final String name;
  private final ClientBody body;
  private final @Nullable SimulatedTask task;
  private final boolean client;
  private @Nullable Worker worker;
  private @Nullable Signal signal;
  private long seenChanges;
  private long wakeAt;
  private boolean ready;
  private boolean interrupted;
  private boolean killed;
  private boolean ended;
  private int deaths;

  /** A thread that has not started and becomes ready at {@code wakeAt}. */
  Strand(
      Kernel kernel,
      Group group,
      String name,
      ClientBody body,
      @Nullable SimulatedTask task,
      boolean client,
      long wakeAt) {
    this.kernel = kernel;
    this.group = group;
    this.name = name;
    this.body = body;
    this.task = task;
    this.client = client;
    this.wakeAt = wakeAt;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean finished() {
    return ended || killed;
  }

  Kernel kernel() {
    return kernel;
  }

  Group group() {
    return group;
  }

  @Nullable SimulatedTask task() {
    return task;
  }

  boolean client() {
    return client;
  }

  @Nullable Worker worker() {
    return worker;
  }

  boolean started() {
    return worker != null;
  }

  void startOn(Worker thread) {
    worker = thread;
    ready = true;
  }

  /** Runs the body; what it threw, or null. */
  @Nullable Throwable execute() {
    try {
      body.run();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  void end() {
    ended = true;
  }

  boolean killed() {
    return killed;
  }

  void kill() {
    killed = true;
  }

  /** Counts how often this thread was told that it is dead. */
  int nextDeath() {
    deaths++;
    return deaths;
  }

  void interrupt() {
    interrupted = true;
  }

  /** Whether an interrupt was delivered since the last call. */
  boolean takeInterrupt() {
    boolean taken = interrupted;
    interrupted = false;
    return taken;
  }

  void becomeReady() {
    ready = true;
    signal = null;
    wakeAt = VirtualTime.NEVER;
  }

  void waitFor(Signal awaited, long changesSeen, long until) {
    ready = false;
    signal = awaited;
    seenChanges = changesSeen;
    wakeAt = until;
  }

  /** Whether this thread could run at {@code now}. */
  boolean runnable(long now) {
    return !group.frozen() && (ready || wakeAt <= now || interrupted || signalled());
  }

  private boolean signalled() {
    if (signal == null) {
      return false;
    }
    long changes = signal.changes();
    if (changes == seenChanges) {
      return false;
    }
    if (!signal.holds()) {
      seenChanges = changes;
      return false;
    }
    return true;
  }

  /** What this thread waits for, in words; null if it does not wait. */
  @Nullable String waitsFor() {
    if (ready) {
      return null;
    }
    return wakeAt == VirtualTime.NEVER
        ? "waits without a deadline"
        : "waits until " + Duration.ofNanos(wakeAt);
  }

  /** When this thread becomes ready if nothing else happens. */
  long wakeAt() {
    return group.frozen() ? VirtualTime.NEVER : wakeAt;
  }
}
