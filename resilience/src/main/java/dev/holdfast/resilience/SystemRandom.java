// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Adapter: the one place that draws randomness from the machine. */
final class SystemRandom {

  private SystemRandom() {}

  /** A cryptographically strong, thread-safe generator. */
  static RandomGenerator secure() {
    return new SecureRandom();
  }
}
