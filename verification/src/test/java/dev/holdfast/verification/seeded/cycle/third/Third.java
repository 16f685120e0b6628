// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.cycle.third;

import dev.holdfast.verification.seeded.cycle.first.First;

/** Seeded violation: the third package of a ring of three. */
public final class Third {

  /** Goes round. */
  public First next() {
    return new First();
  }
}
