// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.Optional;

/**
 * A register with delete: the behaviour of one key of a store. The state is the value, or empty.
 * Immutable.
 *
 * @param <V> type of values
 */
public final class RegisterSpec<V>
    implements SequentialSpec<Optional<V>, RegisterRequest<V>, RegisterResponse<V>> {
  private final Optional<V> initial;

  private RegisterSpec(Optional<V> initial) {
    this.initial = initial;
  }

  /** Returns the register that holds nothing at first. */
  public static <V> RegisterSpec<V> absentAtFirst() {
    return new RegisterSpec<>(Optional.empty());
  }

  /** Returns the register that holds a value at first. */
  public static <V> RegisterSpec<V> holding(V value) {
    return new RegisterSpec<>(Optional.of(value));
  }

  @Override
  public Optional<V> initial() {
    return initial;
  }

  @Override
  public Optional<Optional<V>> step(
      Optional<V> state, RegisterRequest<V> request, RegisterResponse<V> response) {
    requireFitting(request, response);
    if (response instanceof RegisterResponse.Found<V> found) {
      return only(state, state.isPresent() && state.get().equals(found.value()));
    }
    if (response instanceof RegisterResponse.Absent) {
      return only(state, state.isEmpty());
    }
    boolean applied = response instanceof RegisterResponse.Applied;
    return only(
        applied ? effect(state, request) : state, conditionHolds(state, request) == applied);
  }

  @Override
  public Optional<V> effect(Optional<V> state, RegisterRequest<V> request) {
    if (!conditionHolds(state, request)) {
      return state;
    }
    if (request instanceof RegisterRequest.Delete
        || request instanceof RegisterRequest.DeleteIfMatch) {
      return Optional.empty();
    }
    Optional<V> written = written(request);
    return written.isPresent() ? written : state;
  }

  @Override
  public boolean readOnly(RegisterRequest<V> request, RegisterResponse<V> response) {
    return !(response instanceof RegisterResponse.Applied);
  }

  @Override
  public boolean readOnly(RegisterRequest<V> request) {
    return request instanceof RegisterRequest.Read;
  }

  /** Returns the value that a request asks to store, empty if it asks for something else. */
  static <V> Optional<V> written(RegisterRequest<V> request) {
    if (request instanceof RegisterRequest.Write<V> write) {
      return Optional.of(write.value());
    }
    if (request instanceof RegisterRequest.WriteIfAbsent<V> write) {
      return Optional.of(write.value());
    }
    if (request instanceof RegisterRequest.WriteIfMatch<V> write) {
      return Optional.of(write.value());
    }
    return Optional.empty();
  }

  private static <V> boolean conditionHolds(Optional<V> state, RegisterRequest<V> request) {
    if (request instanceof RegisterRequest.WriteIfAbsent) {
      return state.isEmpty();
    }
    if (request instanceof RegisterRequest.WriteIfMatch<V> write) {
      return state.isPresent() && state.get().equals(write.expected());
    }
    if (request instanceof RegisterRequest.DeleteIfMatch<V> delete) {
      return state.isPresent() && state.get().equals(delete.expected());
    }
    return true;
  }

  private static <V> void requireFitting(RegisterRequest<V> request, RegisterResponse<V> response) {
    boolean readAnswer =
        response instanceof RegisterResponse.Found || response instanceof RegisterResponse.Absent;
    boolean conditional =
        request instanceof RegisterRequest.WriteIfAbsent
            || request instanceof RegisterRequest.WriteIfMatch
            || request instanceof RegisterRequest.DeleteIfMatch;
    boolean fits =
        readAnswer == request instanceof RegisterRequest.Read
            && (conditional || !(response instanceof RegisterResponse.ConditionNotMet));
    if (!fits) {
      throw new IllegalArgumentException(
          "The recorded response '" + response + "' can never answer '" + request + "'");
    }
  }

  private static <V> Optional<Optional<V>> only(Optional<V> next, boolean possible) {
    return possible ? Optional.of(next) : Optional.empty();
  }
}
