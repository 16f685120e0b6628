// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/**
 * How a call ended, as its client was told. Immutable.
 *
 * @param <R> type of responses
 */
public sealed interface Outcome<R> {

  /**
   * The call was acknowledged with a response, which the checker holds against the store.
   *
   * @param response what the client was told
   */
  record Ok<R>(R response) implements Outcome<R> {
    @Override
    public String toString() {
      return String.valueOf(response);
    }
  }

  /** The call failed and promised to have had no effect, now or later. */
  record NotApplied<R>() implements Outcome<R> {
    @Override
    public String toString() {
      return "NOT_APPLIED";
    }
  }

  /** The call may have had its effect, may still have it, or may never have it. */
  record Unknown<R>() implements Outcome<R> {
    @Override
    public String toString() {
      return "UNKNOWN";
    }
  }
}
