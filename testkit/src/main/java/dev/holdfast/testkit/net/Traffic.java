// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.util.EnumMap;
import java.util.Map;

/** Counts bytes per direction over all connections of a proxy. Guarded by the loop's lock. */
final class Traffic {
  private final Map<Direction, Long> received = new EnumMap<>(Direction.class);
  private final Map<Direction, Long> delivered = new EnumMap<>(Direction.class);

  void received(Direction direction, long bytes) {
    received.merge(direction, bytes, Long::sum);
  }

  void delivered(Direction direction, long bytes) {
    delivered.merge(direction, bytes, Long::sum);
  }

  long receivedBytes(Direction direction) {
    return received.getOrDefault(direction, 0L);
  }

  long deliveredBytes(Direction direction) {
    return delivered.getOrDefault(direction, 0L);
  }
}
