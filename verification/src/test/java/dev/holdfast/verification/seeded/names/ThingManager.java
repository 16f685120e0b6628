// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.names;

/** Seeded violation: an empty word, and an accessor of a bean. */
public final class ThingManager {

  /** A size. */
  public int getSize() {
    return 0;
  }
}
