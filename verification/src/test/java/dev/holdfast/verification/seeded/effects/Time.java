// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

import java.util.function.LongSupplier;

/** Seeded violation: a reference to a clock, not even a call. */
final class Time {

  static final LongSupplier CLOCK = System::nanoTime;

  private Time() {}
}
