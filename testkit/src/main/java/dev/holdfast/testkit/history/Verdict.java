// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/**
 * The answer of {@link LinearizabilityChecker}. Immutable.
 *
 * @param <K> type of keys
 */
public sealed interface Verdict<K> {

  /**
   * Every key has an order of its operations that a correct object could have followed.
   *
   * @param keys number of keys checked
   * @param nodes search nodes visited over all keys
   */
  record Linearizable<K>(int keys, long nodes) implements Verdict<K> {}

  /**
   * No order explains the operations on a key.
   *
   * @param key the first such key
   * @param text the shortest failing prefix of that key's history, without the reads that are not
   *     needed for the contradiction
   */
  record Violation<K>(K key, String text) implements Verdict<K> {}

  /**
   * The search gave up; no other key has a violation. Counts as failure: shorten the history per
   * key or raise the node budget.
   *
   * @param key the first key that could not be decided
   * @param nodes search nodes visited for that key
   */
  record Undecided<K>(K key, long nodes) implements Verdict<K> {}

  /** Returns true for {@link Linearizable} alone. */
  default boolean passed() {
    return this instanceof Linearizable;
  }

  /**
   * Does nothing for {@link Linearizable}.
   *
   * @throws AssertionError with the explanation for every other verdict
   */
  default void orFail() {
    if (this instanceof Violation<K> violation) {
      throw new AssertionError(violation.text());
    }
    if (this instanceof Undecided<K> undecided) {
      throw new AssertionError(
          "History of key "
              + undecided.key()
              + " undecided after "
              + undecided.nodes()
              + " nodes; use fewer operations per key or a larger node budget");
    }
  }
}
