// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Keeps everything until it is taken out, and stops reading at a limit. With a limit of zero
 * nothing is read at all; what is kept then is the rest of the chunk that met the trigger.
 */
final class HoldStage implements Stage {
  private final ArrayDeque<Parcel> held = new ArrayDeque<>();
  private final long limitBytes;
  private final Runnable fired;
  private long heldBytes;

  HoldStage(long limitBytes, Runnable fired) {
    this.limitBytes = limitBytes;
    this.fired = fired;
  }

  @Override
  public void begin(Consumer<Parcel> next) {
    if (limitBytes == 0) {
      fired.run();
    }
  }

  @Override
  public void pass(Parcel parcel, Consumer<Parcel> next) {
    held.add(parcel);
    heldBytes += parcel.sizeBytes();
    if (!parcel.marks()) {
      fired.run();
    }
  }

  @Override
  public void finish(Consumer<Parcel> next) {
    while (!held.isEmpty()) {
      next.accept(held.remove());
    }
    heldBytes = 0;
  }

  @Override
  public boolean full() {
    return heldBytes >= limitBytes;
  }

  @Override
  public int kept() {
    return held.size();
  }
}
