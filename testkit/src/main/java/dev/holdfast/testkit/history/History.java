// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A finished recording: all operations in the order of their invocation, and the power losses
 * between them. Immutable.
 *
 * <p>Tests may also write one by hand; the constructor sorts both lists.
 *
 * @param operations all operations on all keys
 * @param powerLosses logical times of power losses, see {@link HistoryRecorder#powerLoss()}
 * @param <K> type of keys; needs {@code equals}, {@code hashCode} and a readable {@code toString}
 * @param <Q> type of requests
 * @param <R> type of responses
 */
public record History<K, Q, R>(List<Operation<K, Q, R>> operations, List<Long> powerLosses) {

  /** Sorts and copies both lists. */
  public History {
    operations =
        operations.stream()
            .sorted(Comparator.<Operation<K, Q, R>>comparingLong(Operation::invoked))
            .toList();
    powerLosses = powerLosses.stream().sorted().toList();
  }

  /** Returns the operations of each key, keys in the order of their first operation. */
  public Map<K, List<Operation<K, Q, R>>> byKey() {
    return operations.stream()
        .collect(Collectors.groupingBy(Operation::key, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * Returns the share of operations whose outcome is unknown, 0 for an empty history. A run in
   * which it exceeds 0.05 says little about the store and should be rejected by the test.
   */
  public double unknownShare() {
    if (operations.isEmpty()) {
      return 0;
    }
    long unknown =
        operations.stream().filter(each -> each.outcome() instanceof Outcome.Unknown).count();
    return (double) unknown / operations.size();
  }

  /**
   * Returns the operations on one key as lines of text for a failure message: client, interval, a
   * sketch of the interval when the history is short, request and outcome.
   *
   * @param key the key; one without operations gives an empty text
   */
  public String render(K key) {
    List<Operation<K, Q, R>> ofKey = operations.stream().filter(o -> o.key().equals(key)).toList();
    return ofKey.isEmpty() ? "" : HistoryText.render(ofKey, powerLosses);
  }
}
