// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/** One direction between two endpoints. */
final class Link {

  private final Deque<ClientBody> inFlight = new ArrayDeque<>();
  private final Deque<Runnable> heldBack = new ArrayDeque<>();
  private long lastArrival;
  private long life;
  private boolean cut;
  private boolean holding;

  boolean cut() {
    return cut;
  }

  void cut(boolean value) {
    cut = value;
  }

  boolean holding() {
    return holding;
  }

  void hold() {
    holding = true;
  }

  void holdBack(Runnable sending) {
    heldBack.add(sending);
  }

  /** Sends everything that was held back, in order. */
  void release() {
    holding = false;
    while (!heldBack.isEmpty()) {
      heldBack.remove().run();
    }
  }

  /**
   * Puts a message behind those in flight to the same life of the receiver; those to an earlier
   * life are gone.
   *
   * @return when it arrives: not before them
   */
  long enqueue(ClientBody effect, long arrival, long receiverLife) {
    if (receiverLife != life) {
      life = receiverLife;
      inFlight.clear();
    }
    inFlight.add(effect);
    lastArrival = Math.max(lastArrival, arrival);
    return lastArrival;
  }

  /** The effect of the message that is next in order. */
  void deliverNext() throws Exception {
    ClientBody next = inFlight.poll();
    if (next != null) {
      next.run();
    }
  }
}
