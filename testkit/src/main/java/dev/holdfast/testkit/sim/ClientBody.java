// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

/** What a simulated client does; whatever it throws fails the run. */
@FunctionalInterface
public interface ClientBody {

  /**
   * Runs to the end of the client's life.
   *
   * @throws Exception whatever the test does not expect
   */
  void run() throws Exception;
}
