// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** The operations of one key in the order of invocation, with the power losses. Immutable. */
record KeyHistory<K, Q, R>(List<Operation<K, Q, R>> operations, List<Long> powerLosses) {

  /**
   * Cuts at every power loss. Operations that failed without effect are left out; one that was open
   * when the power was lost is unknown in its epoch and unknown to all later ones.
   */
  List<List<Operation<K, Q, R>>> epochs() {
    List<List<Operation<K, Q, R>>> epochs = new ArrayList<>();
    long begin = Long.MIN_VALUE;
    for (int i = 0; i <= powerLosses.size(); i++) {
      long end = i < powerLosses.size() ? powerLosses.get(i) : Operation.OPEN;
      long after = begin;
      epochs.add(
          operations.stream()
              .filter(each -> each.invoked() > after && each.invoked() < end)
              .map(each -> each.completed() > end ? each.open() : each)
              .filter(each -> !each.notApplied())
              .toList());
      begin = end;
    }
    return epochs;
  }

  /** Returns what was known at a time; that an operation failed without effect is known early. */
  KeyHistory<K, Q, R> until(long time) {
    return new KeyHistory<>(
        operations.stream()
            .filter(each -> each.invoked() <= time)
            .map(each -> each.completed() > time && !each.notApplied() ? each.open() : each)
            .toList(),
        powerLosses.stream().filter(each -> each <= time).toList());
  }

  KeyHistory<K, Q, R> without(Collection<Operation<K, Q, R>> dropped) {
    return new KeyHistory<>(
        operations.stream().filter(each -> !dropped.contains(each)).toList(), powerLosses);
  }

  /** Returns the times at which an operation was acknowledged, in order. */
  long[] acknowledgements() {
    return operations.stream()
        .filter(each -> each.outcome() instanceof Outcome.Ok)
        .flatMapToLong(each -> LongStream.of(each.completed()))
        .sorted()
        .toArray();
  }
}
