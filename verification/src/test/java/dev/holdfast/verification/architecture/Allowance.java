// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import java.util.List;
import java.util.Objects;

/**
 * A class that may have an effect, and why.
 *
 * <p>An allowance that its class no longer needs fails the build.
 *
 * @param type full name of the top-level class; its nested classes are included
 * @param effect what it may do
 * @param reason why no other class can do it for this one
 */
record Allowance(String type, Effect effect, String reason) {

  /** The adapters of the house. Everything else gets its effects through its constructor. */
  static final List<Allowance> ALL =
      List.of(
          new Allowance(
              "dev.holdfast.resilience.SystemTicker",
              Effect.TIME,
              "adapter: the monotonic clock of the machine"),
          new Allowance(
              "dev.holdfast.resilience.Environment",
              Effect.TIME,
              "hands out the wall clock of the machine"),
          new Allowance(
              "dev.holdfast.resilience.SystemRandom",
              Effect.RANDOM,
              "adapter: the randomness of the machine"),
          new Allowance(
              "dev.holdfast.resilience.SystemScheduler",
              Effect.THREAD,
              "adapter: background threads"),
          new Allowance(
              "dev.holdfast.resilience.Signal",
              Effect.WAIT,
              "the one place where a thread parks, called by the adapter ParkingWaits"));

  Allowance {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(effect, "effect");
    if (reason.isBlank()) {
      throw new IllegalArgumentException("no reason is given for " + type);
    }
  }
}
