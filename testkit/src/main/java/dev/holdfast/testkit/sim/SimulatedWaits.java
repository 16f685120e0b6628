// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Signal;
import dev.holdfast.resilience.Waits;

/** The seam through which simulated threads wait. */
final class SimulatedWaits implements Waits {

  private final Kernel kernel;

  SimulatedWaits(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public boolean await(Signal signal, Deadline deadline) throws InterruptedException {
    return kernel.await(signal, deadline);
  }
}
