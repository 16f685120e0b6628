// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

/** One step of the tour: does something to a storage and checks what came of it. */
interface Scenario {

  /** The heading on the screen. */
  String title();

  /**
   * Does the step.
   *
   * @throws Exception if it could not be finished, which counts as a failed check
   */
  void run(Tour tour) throws Exception;
}
