// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/**
 * One call of one client on one key, with the logical times of its two ends. Immutable.
 *
 * <p>Times are positions in the order of all events of the history, not readings of a clock.
 * Operation {@code a} precedes operation {@code b} if and only if {@code a.completed() <
 * b.invoked()}.
 *
 * @param client number of the client; each client makes one call at a time
 * @param key the object that was addressed
 * @param request what was asked
 * @param invoked time just before the call was made
 * @param completed time just after the client was told the outcome, or {@link #OPEN}
 * @param outcome how it ended
 * @param <K> type of keys
 * @param <Q> type of requests
 * @param <R> type of responses
 */
public record Operation<K, Q, R>(
    int client, K key, Q request, long invoked, long completed, Outcome<R> outcome) {

  /** The completion time of a call that has not ended. */
  public static final long OPEN = Long.MAX_VALUE;

  /**
   * Checks that the two times are in order and that only a call of unknown outcome is open.
   *
   * @throws IllegalArgumentException if they are not
   */
  public Operation {
    if (completed <= invoked) {
      throw new IllegalArgumentException(
          "Operation of client "
              + client
              + " on "
              + key
              + " completes before it is invoked: ["
              + invoked
              + ", "
              + completed
              + "]");
    }
    if (completed == OPEN && !(outcome instanceof Outcome.Unknown)) {
      throw new IllegalArgumentException(
          "Operation of client " + client + " on " + key + " is open, its outcome is " + outcome);
    }
  }

  /** Returns the same call as it looks to somebody who never hears how it ended. */
  Operation<K, Q, R> open() {
    return new Operation<>(client, key, request, invoked, OPEN, new Outcome.Unknown<>());
  }

  /** Returns true if the client was promised that the call had no effect. */
  boolean notApplied() {
    return outcome instanceof Outcome.NotApplied;
  }
}
