// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.cycle.second;

import dev.holdfast.verification.seeded.cycle.third.Third;

/** Seeded violation: the second package of a ring of three. */
public final class Second {

  /** Goes on. */
  public Third next() {
    return new Third();
  }
}
