// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/**
 * What a store can answer to a {@link RegisterRequest}. Immutable.
 *
 * @param <V> type of values
 */
public sealed interface RegisterResponse<V> {

  /** The write or delete was done. */
  record Applied<V>() implements RegisterResponse<V> {
    @Override
    public String toString() {
      return "applied";
    }
  }

  /**
   * The condition of the write did not hold. This is an observation of the state, checked like a
   * read; a call that failed for any other reason ends with {@link Outcome.NotApplied}.
   */
  record ConditionNotMet<V>() implements RegisterResponse<V> {
    @Override
    public String toString() {
      return "condition not met";
    }
  }

  /** The read found a value. */
  record Found<V>(V value) implements RegisterResponse<V> {
    @Override
    public String toString() {
      return "found(" + value + ")";
    }
  }

  /** The read found nothing. */
  record Absent<V>() implements RegisterResponse<V> {
    @Override
    public String toString() {
      return "absent";
    }
  }

  /** Returns the answer to a write or delete that was done. */
  static <V> RegisterResponse<V> applied() {
    return new Applied<>();
  }

  /** Returns the answer to a conditional write that was refused. */
  static <V> RegisterResponse<V> conditionNotMet() {
    return new ConditionNotMet<>();
  }

  /** Returns the answer to a read that found a value. */
  static <V> RegisterResponse<V> found(V value) {
    return new Found<>(value);
  }

  /** Returns the answer to a read that found nothing. */
  static <V> RegisterResponse<V> absent() {
    return new Absent<>();
  }
}
