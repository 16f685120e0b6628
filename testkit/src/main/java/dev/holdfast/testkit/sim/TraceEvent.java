// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

/**
 * One step of one simulated thread.
 *
 * @param step number of the step within the simulation, from one
 * @param thread name of the simulated thread, or {@code "test"} for the thread that drives the run
 * @param label what the thread was about to do
 */
public record TraceEvent(long step, String thread, String label) {

  @Override
  public String toString() {
    return step + " " + thread + ": " + label;
  }
}
