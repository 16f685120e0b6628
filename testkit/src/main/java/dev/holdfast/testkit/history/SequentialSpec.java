// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.Optional;

/**
 * How one object behaves when calls come one after the other: the yardstick of {@link
 * LinearizabilityChecker}.
 *
 * <p>States are immutable and have {@code equals} and {@code hashCode} by value. All methods are
 * pure functions.
 *
 * @param <S> type of states
 * @param <Q> type of requests
 * @param <R> type of responses
 */
public interface SequentialSpec<S, Q, R> {

  /** Returns the state of an object that nobody has touched. */
  S initial();

  /**
   * Returns the state after an acknowledged call, or empty if a correct object in this state would
   * not have given this response.
   *
   * @throws IllegalArgumentException if the response can never answer the request; the harness that
   *     recorded it is wrong
   */
  Optional<S> step(S state, Q request, R response);

  /**
   * Returns the state after a call whose response was lost; the same state if the call does nothing
   * in it.
   */
  S effect(S state, Q request);

  /**
   * Returns true if a call with this response leaves every state as it is, such as a read or a
   * refused conditional write.
   */
  boolean readOnly(Q request, R response);

  /**
   * Returns true if a call leaves every state as it is whatever its response, such as a read; one
   * whose response was lost then tells nothing. False by default, which is always safe.
   */
  default boolean readOnly(Q request) {
    return false;
  }
}
