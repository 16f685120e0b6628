// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A simulated schedule that went wrong: a client threw, nobody could go on, or the step limit was
 * reached. The message holds the seed that repeats it and the last steps.
 */
public final class SimulationFailure extends AssertionError {

  @Serial private static final long serialVersionUID = 1L;

  private final long seed;

  SimulationFailure(long seed, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.seed = seed;
  }

  /** The seed of the schedule that failed. */
  public long seed() {
    return seed;
  }
}
