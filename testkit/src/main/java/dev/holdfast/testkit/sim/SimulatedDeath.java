// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.io.Serial;

/** Unwinds a thread of a killed process group. An error, so that handlers of exceptions miss it. */
final class SimulatedDeath extends Error {

  @Serial private static final long serialVersionUID = 1L;

  SimulatedDeath(String thread) {
    super("the process of " + thread + " was killed", null, false, false);
  }
}
