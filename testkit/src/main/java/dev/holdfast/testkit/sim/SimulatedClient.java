// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

/** A client of a {@link Simulation}, as the test sees it. */
public interface SimulatedClient {

  /** The name given when it was made. */
  String name();

  /** Whether it has returned, thrown, or been killed. */
  boolean finished();
}
