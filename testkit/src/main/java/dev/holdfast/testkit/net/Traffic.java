// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

/** Counts bytes per direction over all connections of a proxy. Guarded by the loop's lock. */
final class Traffic {
  private final long[] received = new long[Direction.values().length];
  private final long[] delivered = new long[Direction.values().length];

  void received(Direction direction, int bytes) {
    received[direction.ordinal()] += bytes;
  }

  void delivered(Direction direction, int bytes) {
    delivered[direction.ordinal()] += bytes;
  }

  long receivedBytes(Direction direction) {
    return received[direction.ordinal()];
  }

  long deliveredBytes(Direction direction) {
    return delivered[direction.ordinal()];
  }
}
