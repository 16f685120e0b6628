// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import java.time.Duration;

/** A call without a deadline. */
enum Unbounded implements CallContext {
  UNBOUNDED;

  private static final Duration FARTHEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  @Override
  public Duration remaining() {
    return FARTHEST;
  }
}
