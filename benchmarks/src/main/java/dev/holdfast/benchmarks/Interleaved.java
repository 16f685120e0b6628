// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.util.Arrays;

/**
 * Measures two subjects in turn, A B A B, so that a machine that is now faster and now slower is so
 * for both. The figure of each is the median of its rounds, the ratio the median of the ratios of
 * neighbouring rounds.
 */
final class Interleaved {

  /** What is measured: does a number of operations. */
  @FunctionalInterface
  interface Subject {

    /** Does the operations. */
    void run(int operations) throws Exception;
  }

  /**
   * What was measured.
   *
   * @param subject operations per second of the subject
   * @param reference operations per second of the reference
   * @param ratio subject over reference
   */
  record Rates(double subject, double reference, double ratio) {}

  private final int rounds;
  private final int warmups;
  private final int operations;

  Interleaved(int rounds, int warmups, int operations) {
    this.rounds = rounds;
    this.warmups = warmups;
    this.operations = operations;
  }

  Rates measure(Subject subject, Subject reference) throws Exception {
    double[] subjects = new double[rounds];
    double[] references = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = -warmups; round < rounds; round++) {
      boolean first = Math.floorMod(round, 2) == 0;
      double a = first ? rate(subject) : 0;
      double b = rate(reference);
      a = first ? a : rate(subject);
      if (round >= 0) {
        subjects[round] = a;
        references[round] = b;
        ratios[round] = a / b;
      }
    }
    return new Rates(median(subjects), median(references), median(ratios));
  }

  private double rate(Subject subject) throws Exception {
    long start = System.nanoTime();
    subject.run(operations);
    return operations * 1e9 / (System.nanoTime() - start);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
