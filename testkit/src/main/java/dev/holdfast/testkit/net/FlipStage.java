// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Changes one byte by a seeded mask. */
final class FlipStage implements Stage {
  private final long target;
  private final Draw draw;
  private final Runnable fired;
  private long seen;

  FlipStage(long target, Draw draw, Runnable fired) {
    this.target = target;
    this.draw = draw;
    this.fired = fired;
  }

  @Override
  public void pass(Parcel parcel, Consumer<Parcel> next) {
    long relative = target - seen;
    seen += parcel.sizeBytes();
    if (relative >= 0 && relative < parcel.sizeBytes()) {
      ByteBuffer bytes = parcel.bytes();
      int index = bytes.position() + (int) relative;
      bytes.put(index, (byte) (bytes.get(index) ^ mask()));
      fired.run();
    }
    next.accept(parcel);
  }

  /** Between 1 and 255: the byte always changes. */
  int mask() {
    return 1 + (int) draw.below(255, target);
  }
}
