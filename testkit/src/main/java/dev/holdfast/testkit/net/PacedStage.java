// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Cuts bytes into pieces and spaces them in time: a cap on bandwidth, or slices with a gap.
 *
 * <p>A piece is due when the one before it has had its time.
 */
final class PacedStage implements Stage {
  private static final long SECOND = 1_000_000_000L;

  /** Pieces of a capped stream last about 20 ms. */
  private static final long PIECES_PER_SECOND = 50;

  private final int pieceBytes;
  private final double nanosPerByte;
  private final long gapNanos;
  private final LongSupplier nanos;
  private final Runnable fired;
  private long free;

  private PacedStage(
      int pieceBytes, double nanosPerByte, long gapNanos, LongSupplier nanos, Runnable fired) {
    this.pieceBytes = pieceBytes;
    this.nanosPerByte = nanosPerByte;
    this.gapNanos = gapNanos;
    this.nanos = nanos;
    this.fired = fired;
  }

  static PacedStage of(Fault.Bandwidth fault, LongSupplier nanos, Runnable fired) {
    long rate = fault.bytesPerSecond();
    int piece = (int) Math.min(Flow.CHUNK_BYTES, Math.max(1, rate / PIECES_PER_SECOND));
    return new PacedStage(piece, (double) SECOND / rate, 0, nanos, fired);
  }

  static PacedStage of(Fault.Slice fault, LongSupplier nanos, Runnable fired) {
    return new PacedStage(fault.sizeBytes(), 0, fault.gap().toNanos(), nanos, fired);
  }

  @Override
  public void pass(Parcel parcel, Consumer<Parcel> next) {
    free = Math.max(free, Math.max(nanos.getAsLong(), parcel.dueNanos()));
    if (parcel.marks()) {
      next.accept(parcel.due(free));
      return;
    }
    fired.run();
    for (int from = 0; from < parcel.sizeBytes(); from += pieceBytes) {
      int length = Math.min(pieceBytes, parcel.sizeBytes() - from);
      long due = free + (long) (length * nanosPerByte);
      next.accept(parcel.part(from, length).due(due));
      free = due + gapNanos;
    }
  }

  @Override
  public boolean delays() {
    return gapNanos > 0 || nanosPerByte > 0;
  }
}
