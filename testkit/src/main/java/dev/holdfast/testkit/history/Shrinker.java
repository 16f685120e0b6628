// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reduces a failing list of steps to a short one that still fails.
 *
 * <p>Delta debugging by the algorithm <i>ddmin</i> of Zeller and Hildebrandt, "Simplifying and
 * isolating failure-inducing input", 2002: try one of <i>n</i> chunks alone, then the list without
 * one chunk, then finer chunks. The order of the steps is kept. It pays when a step means the same
 * whatever stands before it, such as the choice of a scheduler by seed and step number.
 *
 * <p>Immutable and safe for use by many threads; runs the predicate on the thread of the caller.
 *
 * @param <T> type of steps
 */
public final class Shrinker<T> {
  private final int maxTrials;

  private Shrinker(int maxTrials) {
    this.maxTrials = maxTrials;
  }

  /**
   * Returns a shrinker.
   *
   * @param maxTrials how often the predicate may be asked, at least 1
   * @throws IllegalArgumentException if {@code maxTrials} is less than 1
   */
  public static <T> Shrinker<T> of(int maxTrials) {
    if (maxTrials < 1) {
      throw new IllegalArgumentException("maxTrials must be at least 1, is " + maxTrials);
    }
    return new Shrinker<>(maxTrials);
  }

  /**
   * Shrinks a list.
   *
   * @param steps the failing list, left unchanged
   * @param stillFails runs a list and returns true if it fails in the same way; must give the same
   *     answer to the same list
   * @throws IllegalArgumentException if {@code steps} itself does not fail
   */
  public Reduction<T> shrink(List<T> steps, Predicate<? super List<T>> stillFails) {
    Run<T> run = new Run<>(stillFails, maxTrials);
    if (!run.fails(steps)) {
      throw new IllegalArgumentException(
          "The list of " + steps.size() + " steps does not fail; it cannot be shrunk");
    }
    if (steps.isEmpty() || run.fails(List.of())) {
      return new Reduction<>(List.of(), run.trials, true);
    }
    List<T> smallest = run.minimise(List.copyOf(steps));
    return new Reduction<>(smallest, run.trials, !run.cutShort);
  }

  /**
   * What is left of a list.
   *
   * @param steps the shortest failing list found
   * @param trials how often the predicate was asked
   * @param minimal true if no single step can be left out; false if the trials ran out before that
   *     was known
   * @param <T> type of steps
   */
  public record Reduction<T>(List<T> steps, int trials, boolean minimal) {}

  private static final class Run<T> {
    private final Predicate<? super List<T>> stillFails;
    private final int maxTrials;
    private int trials;
    private boolean cutShort;

    private Run(Predicate<? super List<T>> stillFails, int maxTrials) {
      this.stillFails = stillFails;
      this.maxTrials = maxTrials;
    }

    private boolean fails(List<T> candidate) {
      if (trials == maxTrials) {
        cutShort = true;
        return false;
      }
      trials++;
      return stillFails.test(candidate);
    }

    private List<T> minimise(List<T> failing) {
      List<T> current = failing;
      int chunks = 2;
      while (current.size() > 1 && !cutShort) {
        int parts = Math.min(chunks, current.size());
        List<T> smaller = firstFailing(current, parts, false);
        if (smaller.size() < current.size()) {
          current = smaller;
          chunks = 2;
          continue;
        }
        smaller = parts == 2 ? current : firstFailing(current, parts, true);
        if (smaller.size() < current.size()) {
          current = smaller;
          chunks = Math.max(parts - 1, 2);
        } else if (parts == current.size()) {
          break;
        } else {
          chunks = 2 * parts;
        }
      }
      return current;
    }

    /**
     * Returns the first failing chunk or complement of a chunk, the list itself if there is none.
     */
    private List<T> firstFailing(List<T> list, int parts, boolean complement) {
      for (int i = 0; i < parts && !cutShort; i++) {
        int from = (int) ((long) list.size() * i / parts);
        int to = (int) ((long) list.size() * (i + 1) / parts);
        List<T> candidate = List.copyOf(list.subList(from, to));
        if (complement) {
          List<T> rest = new ArrayList<>(list.subList(0, from));
          rest.addAll(list.subList(to, list.size()));
          candidate = List.copyOf(rest);
        }
        if (fails(candidate)) {
          return candidate;
        }
      }
      return list;
    }
  }
}
