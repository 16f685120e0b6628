// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

/** Seeded violation: a setting that comes past the builder. */
final class MachineSetting {

  private MachineSetting() {}

  static boolean debug() {
    return Boolean.getBoolean("debug");
  }
}
