// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

/** One scenario that {@link Schedules} runs under many seeds. */
@FunctionalInterface
public interface SchedulePlan {

  /**
   * Makes fresh state and clients, runs the simulation and checks the result.
   *
   * @throws Exception if the check fails
   */
  void run(Simulation simulation) throws Exception;
}
