// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.nio.ByteBuffer;

/**
 * Bytes on their way through one direction, or a mark that the direction ends.
 *
 * @param bytes what is still to be delivered; empty for a mark
 * @param offset where the bytes stand in the stream of the sender
 * @param dueNanos delivered no earlier, in the loop's time
 * @param end which mark it is
 */
record Parcel(ByteBuffer bytes, long offset, long dueNanos, End end) {
  /** How a direction ends. */
  enum End {
    /** Not a mark: plain bytes. */
    NONE,
    /** The sender has ended its stream in order. */
    ORDERLY,
    /** The sender has reset its connection. */
    BROKEN,
    /** A fault closes both ends. */
    CUT_CLOSE,
    /** A fault resets both ends. */
    CUT_RESET;

    /** Whether a fault asked for it, not the sender. */
    boolean cut() {
      return this == CUT_CLOSE || this == CUT_RESET;
    }
  }

  static Parcel data(ByteBuffer bytes, long offset, long dueNanos) {
    return new Parcel(bytes, offset, dueNanos, End.NONE);
  }

  static Parcel mark(End end, long dueNanos) {
    return new Parcel(ByteBuffer.allocate(0), 0, dueNanos, end);
  }

  boolean marks() {
    return end != End.NONE;
  }

  int sizeBytes() {
    return bytes.remaining();
  }

  Parcel due(long nanos) {
    return new Parcel(bytes, offset, nanos, end);
  }

  /** A part that shares the bytes; {@code from} counts from the first byte of this parcel. */
  Parcel part(int from, int length) {
    ByteBuffer part = bytes.slice(bytes.position() + from, length);
    return new Parcel(part, offset + from, dueNanos, End.NONE);
  }
}
