// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.function.Consumer;

/** Lets a number of bytes through, then ends the direction or the connection with a mark. */
final class EndStage implements Stage {
  private final Parcel mark;
  private final Runnable fired;
  private long leftBytes;
  private boolean ended;

  EndStage(Parcel mark, long leftBytes, Runnable fired) {
    this.mark = mark;
    this.leftBytes = leftBytes;
    this.fired = fired;
  }

  @Override
  public void begin(Consumer<Parcel> next) {
    endIfSpent(next);
  }

  @Override
  public void pass(Parcel parcel, Consumer<Parcel> next) {
    if (ended && !parcel.end().cut()) {
      return;
    }
    if (parcel.marks()) {
      next.accept(parcel);
      return;
    }
    int length = (int) Math.min(leftBytes, parcel.sizeBytes());
    leftBytes -= length;
    next.accept(parcel.part(0, length));
    endIfSpent(next);
  }

  private void endIfSpent(Consumer<Parcel> next) {
    if (leftBytes == 0) {
      ended = true;
      fired.run();
      next.accept(mark);
    }
  }
}
