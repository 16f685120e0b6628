// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

/**
 * A monotonic source of nanoseconds, unaffected by changes of the wall clock.
 *
 * <p>Only differences of two readings mean anything. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary origin; never less than an earlier reading. */
  long nanos();

  /** The ticker of this machine. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}
