// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts the failing history of one key down to what a person has to read.
 *
 * <p>Both steps keep the contradiction real. A prefix of a linearizable history is linearizable, so
 * the shortest failing prefix is found by bisection. A linearizable history stays so without some
 * of its reads, so reads may go; writes may not, since a read of a missing write fails for another
 * reason.
 */
final class FailingPrefix<S, Q, R> {
  private static final int MAX_TRIALS = 200;
  private static final long MIN_NODES = 10_000;

  private final LinearizabilityChecker<S, Q, R> checker;
  private final SequentialSpec<S, Q, R> spec;

  FailingPrefix(LinearizabilityChecker<S, Q, R> checker, SequentialSpec<S, Q, R> spec) {
    this.checker = checker;
    this.spec = spec;
  }

  /** Explains a history that took the given number of nodes to refute. */
  <K> String explain(KeyHistory<K, Q, R> failing, long nodes) {
    KeyHistory<K, Q, R> small = reduce(failing, nodes);
    Operation<K, Q, R> last = lastAcknowledged(small);
    return "No order of the operations on key "
        + last.key()
        + " explains: client "
        + last.client()
        + " "
        + HistoryText.phrase(last)
        + "\n"
        + HistoryText.render(small.operations(), small.powerLosses())
        + "\n("
        + small.operations().size()
        + " of "
        + failing.operations().size()
        + " operations; the rest came later or were reads that do not matter)";
  }

  <K> KeyHistory<K, Q, R> reduce(KeyHistory<K, Q, R> failing, long nodes) {
    long maxNodes = Math.max(MIN_NODES, 2 * nodes);
    return withoutReads(shortest(failing, maxNodes), maxNodes);
  }

  private <K> KeyHistory<K, Q, R> shortest(KeyHistory<K, Q, R> failing, long maxNodes) {
    long[] times = failing.acknowledgements();
    int low = 0;
    int high = times.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fails(failing.until(times[middle]), maxNodes)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return failing.until(times[high]);
  }

  private <K> KeyHistory<K, Q, R> withoutReads(KeyHistory<K, Q, R> prefix, long maxNodes) {
    List<Operation<K, Q, R>> reads = prefix.operations().stream().filter(this::readOnly).toList();
    List<Operation<K, Q, R>> needed =
        Shrinker.<Operation<K, Q, R>>of(MAX_TRIALS)
            .shrink(reads, kept -> fails(prefix.without(minus(reads, kept)), maxNodes))
            .steps();
    return prefix.without(minus(reads, needed));
  }

  private <K> boolean fails(KeyHistory<K, Q, R> history, long maxNodes) {
    return checker.search(history, maxNodes).answer() == LinearizabilityChecker.Answer.NO;
  }

  private <K> boolean readOnly(Operation<K, Q, R> operation) {
    return spec.readOnly(operation.request())
        || (operation.outcome() instanceof Outcome.Ok<R> ok
            && spec.readOnly(operation.request(), ok.response()));
  }

  private static <K, Q, R> Operation<K, Q, R> lastAcknowledged(KeyHistory<K, Q, R> history) {
    Operation<K, Q, R> last = history.operations().get(0);
    for (Operation<K, Q, R> each : history.operations()) {
      boolean later = last.outcome() instanceof Outcome.Ok && last.completed() > each.completed();
      if (each.outcome() instanceof Outcome.Ok && !later) {
        last = each;
      }
    }
    return last;
  }

  private static <T> Set<T> minus(List<T> all, List<T> kept) {
    Set<T> rest = new HashSet<>(all);
    kept.forEach(rest::remove);
    return rest;
  }
}
