// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rule for timeouts in options. */
final class Timeouts {

  private Timeouts() {}

  static void check(@Nullable Duration timeout) {
    if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
      throw new IllegalArgumentException("timeout must be more than zero: " + timeout);
    }
  }
}
