// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

/** Adapter: the one place where a thread of the library parks. */
enum ParkingWaits implements Waits {
  INSTANCE;

  @Override
  public boolean await(Signal signal, Deadline deadline) throws InterruptedException {
    return signal.park(deadline);
  }
}
