// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

/** Seeded violation: a monitor. */
final class Monitor {

  private int count;

  synchronized int guarded() {
    count++;
    return count;
  }
}
