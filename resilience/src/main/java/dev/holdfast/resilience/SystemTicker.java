// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

/** Adapter: the one place that reads the machine's monotonic clock. */
enum SystemTicker implements Ticker {
  INSTANCE;

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
