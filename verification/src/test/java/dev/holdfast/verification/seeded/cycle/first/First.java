// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.cycle.first;

import dev.holdfast.verification.seeded.cycle.second.Second;

/** Seeded violation: the first package of a ring of three. */
public final class First {

  private final Second next = new Second();

  /** Goes on. */
  public Second next() {
    return next;
  }
}
