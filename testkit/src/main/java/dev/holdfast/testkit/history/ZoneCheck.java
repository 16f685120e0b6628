// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.List;
import java.util.Map;

/**
 * A second opinion on registers with unique values, in O(n log n): compares the zones of values
 * instead of searching for an order.
 *
 * <p>After Gibbons and Korach, "Testing shared memories", 1997. The write of a value and the reads
 * that returned it form a cluster. Its zone lies between the earliest completion and the latest
 * invocation in the cluster: <i>forward</i> if the completion comes first, since the register must
 * hold the value throughout; else <i>backward</i>, since one instant within is enough. A history is
 * linearizable if and only if no read completes before its write is invoked, no two forward zones
 * overlap, and no backward zone lies within a forward zone.
 *
 * <p>In scope are unconditional writes of unique values and reads; a read of nothing counts as a
 * read of the initial state. Deletes, conditional writes, values written twice and power losses are
 * out of scope and answered so. Operations that failed as not applied are ignored, unknown reads
 * too; unknown writes follow {@link UnknownRule#ANY_TIME}.
 *
 * <p>All methods are pure.
 */
public final class ZoneCheck {
  private ZoneCheck() {}

  /** The answer of the zone check. Immutable. */
  public sealed interface Result {
    /** Every key is linearizable. */
    record Accepted() implements Result {}

    /**
     * A key is not linearizable.
     *
     * @param text which values contradict each other, and the history of the key
     */
    record Rejected(String text) implements Result {}

    /**
     * The history holds something that zones do not cover.
     *
     * @param reason the first such thing
     */
    record OutOfScope(String reason) implements Result {}
  }

  /** Checks every key of a history. A key out of scope ends the check of all. */
  public static <K, V> Result check(History<K, RegisterRequest<V>, RegisterResponse<V>> history) {
    if (!history.powerLosses().isEmpty()) {
      return new Result.OutOfScope("power loss at " + history.powerLosses().get(0));
    }
    Result worst = new Result.Accepted();
    for (Map.Entry<K, List<Operation<K, RegisterRequest<V>, RegisterResponse<V>>>> entry :
        history.byKey().entrySet()) {
      Result result = new Zones<K, V>(entry.getValue()).check();
      if (result instanceof Result.OutOfScope) {
        return result;
      }
      if (worst instanceof Result.Accepted) {
        worst = result;
      }
    }
    return worst;
  }
}
