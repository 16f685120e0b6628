// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import org.jspecify.annotations.Nullable;

/** A pooled platform thread that runs one simulated thread after the other. */
final class Worker extends Thread {

  private final Baton baton = new Baton(this);
  private volatile @Nullable Strand strand;

  Worker() {
    super("holdfast-simulation");
    setDaemon(true);
  }

  Baton baton() {
    return baton;
  }

  @Nullable Strand strand() {
    return strand;
  }

  /** Binds what runs when the baton is passed next; null ends the thread. */
  void bind(@Nullable Strand next) {
    strand = next;
  }

  @Override
  public void run() {
    baton.await();
    for (Strand next = strand; next != null; next = strand) {
      runAll(next);
      baton.await();
    }
  }

  /** Runs a simulated thread, and those that follow it on this worker without a hand-over. */
  private void runAll(Strand first) {
    Strand next = first;
    while (next != null) {
      strand = next;
      setName(next.name());
      Throwable thrown = next.execute();
      boolean ignored = Thread.interrupted(); // a flag left set belongs to the one that ended
      next = next.kernel().ended(next, thrown, this);
    }
  }
}
