// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param name the case
 * @param subject what was measured
 * @param value the figure
 * @param unit of the figure
 * @param reference what it is compared with, or null
 * @param ratio value of the subject over that of the reference, or null
 * @param target what the ratio, or without reference the value, must reach, or null
 * @param sense {@code >=} or {@code <=}
 */
record Row(
    String name,
    String subject,
    double value,
    String unit,
    @Nullable String reference,
    @Nullable Double ratio,
    @Nullable Double target,
    String sense) {

  static Row plain(String name, String subject, double value, String unit) {
    return new Row(name, subject, value, unit, null, null, null, ">=");
  }

  static Row bounded(
      String name, String subject, double value, String unit, String sense, double target) {
    return new Row(name, subject, value, unit, null, null, target, sense);
  }

  static Row atLeast(
      String name,
      String subject,
      double value,
      String unit,
      String reference,
      double ratio,
      double target) {
    return new Row(name, subject, value, unit, reference, ratio, target, ">=");
  }

  /** Whether the target is reached; true where there is none. */
  boolean reached() {
    if (target == null) {
      return true;
    }
    double figure = ratio == null ? value : ratio;
    return sense.equals(">=") ? figure >= target : figure <= target;
  }
}
