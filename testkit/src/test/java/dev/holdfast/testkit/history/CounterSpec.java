// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.Optional;

/** A counter whose only request returns the next number. */
final class CounterSpec implements SequentialSpec<Integer, String, Integer> {
  @Override
  public Integer initial() {
    return 0;
  }

  @Override
  public Optional<Integer> step(Integer state, String request, Integer response) {
    return response == state + 1 ? Optional.of(response) : Optional.empty();
  }

  @Override
  public Integer effect(Integer state, String request) {
    return state + 1;
  }

  @Override
  public boolean readOnly(String request, Integer response) {
    return false;
  }
}
