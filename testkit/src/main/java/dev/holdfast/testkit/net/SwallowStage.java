// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.function.Consumer;

/** Drops bytes and the sender's end of the stream: a black hole, or a lost answer. */
final class SwallowStage implements Stage {
  private final Runnable firstDrop;
  private final Runnable cut;
  private boolean dropped;

  /**
   * Creates the stage.
   *
   * @param firstDrop run when the first byte or mark is dropped
   * @param cut resets the connection, whose stream has a hole once something was dropped
   */
  SwallowStage(Runnable firstDrop, Runnable cut) {
    this.firstDrop = firstDrop;
    this.cut = cut;
  }

  @Override
  public void pass(Parcel parcel, Consumer<Parcel> next) {
    if (parcel.end().cut()) {
      next.accept(parcel);
    } else if (!dropped) {
      dropped = true;
      firstDrop.run();
    }
  }

  @Override
  public void finish(Consumer<Parcel> next) {
    if (dropped) {
      cut.run();
    }
  }
}
