// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides if the operations on each key could have happened one at a time, each between its
 * invocation and its completion.
 *
 * <p>Keys are checked apart, which is sound because linearizability is local (Herlihy and Wing,
 * "Linearizability: a correctness condition for concurrent objects", 1990). The search is that of
 * Wing and Gong, "Testing and verifying concurrent objects", 1993, with the memory of visited
 * configurations of Lowe, "Testing for linearizability", 2017. It takes exponential time in the
 * number of overlapping and unknown operations: keep to about 12 operations per key between power
 * losses, then change to a new key.
 *
 * <p>An acknowledged operation must have its effect and its response; one that failed as not
 * applied must have no effect; one of unknown outcome takes effect once or never, how late is for
 * {@link UnknownRule} to say.
 *
 * <h2>Power loss</h2>
 *
 * <p>A power loss cuts the history of a key into epochs. Let <i>A</i> be the acknowledged
 * operations of an epoch and <i>U</i> its other ones, including those still open when it ends. The
 * rule:
 *
 * <ol>
 *   <li>The first epoch begins in the initial state. A later epoch begins in one of the surviving
 *       states of the epoch before it.
 *   <li>From its first state, an epoch must have a visible order: a linearization of <i>A</i> and
 *       some of <i>U</i> that gives each of <i>A</i> the response it had.
 *   <li>A surviving state is what is left by some visible order after any members of <i>U</i> are
 *       struck out of it and the rest is applied again, without the reads, to the same first state.
 *       No mutation of <i>A</i> may be struck out, and each must be able to give its response
 *       again.
 *   <li>Members of <i>U</i> do not reach into the next epoch.
 * </ol>
 *
 * <p>Hence acknowledged writes survive, in an order that the reads before the loss agree with. A
 * write that was seen but not acknowledged may be gone afterwards: visible before durable is
 * allowed. A state that was seen after a power loss has survived, so the next power loss does not
 * undo it.
 *
 * <p>Immutable and safe for use by many threads. The verdict, its text and its node count depend on
 * the history alone. Not for specifications that span keys, unless they are recorded as one key.
 *
 * @param <S> type of states
 * @param <Q> type of requests
 * @param <R> type of responses
 */
public final class LinearizabilityChecker<S, Q, R> {
  /** Search nodes visited per key before the checker gives up, unless told otherwise. */
  public static final long NODE_BUDGET = 250_000;

  private final SequentialSpec<S, Q, R> spec;
  private final UnknownRule rule;
  private final long nodeBudget;

  private LinearizabilityChecker(SequentialSpec<S, Q, R> spec, UnknownRule rule, long nodeBudget) {
    this.spec = spec;
    this.rule = rule;
    this.nodeBudget = nodeBudget;
  }

  /**
   * Returns a checker with a budget of {@link #NODE_BUDGET}.
   *
   * @param spec how one key behaves without concurrency
   * @param rule until when unknown operations may take effect
   */
  public static <S, Q, R> LinearizabilityChecker<S, Q, R> of(
      SequentialSpec<S, Q, R> spec, UnknownRule rule) {
    return new LinearizabilityChecker<>(spec, rule, NODE_BUDGET);
  }

  /**
   * Returns a checker that gives up on a key after another number of nodes. A node takes about 200
   * bytes of memory during the search.
   *
   * @param nodes search nodes per key, at least 1
   * @throws IllegalArgumentException if {@code nodes} is less than 1
   */
  public LinearizabilityChecker<S, Q, R> withNodeBudget(long nodes) {
    if (nodes < 1) {
      throw new IllegalArgumentException("nodeBudget must be at least 1, is " + nodes);
    }
    return new LinearizabilityChecker<>(spec, rule, nodes);
  }

  /**
   * Checks every key. A violation on any key is reported before a key that could not be decided.
   *
   * @throws IllegalArgumentException if a recorded response can never answer its request
   */
  public <K> Verdict<K> check(History<K, Q, R> history) {
    Map<K, List<Operation<K, Q, R>>> byKey = history.byKey();
    Verdict.Undecided<K> undecided = null;
    long nodes = 0;
    for (Map.Entry<K, List<Operation<K, Q, R>>> entry : byKey.entrySet()) {
      KeyHistory<K, Q, R> ofKey = new KeyHistory<>(entry.getValue(), history.powerLosses());
      Finding finding = search(ofKey, nodeBudget);
      nodes += finding.nodes();
      if (finding.answer() == Answer.NO) {
        return new Verdict.Violation<>(
            entry.getKey(), new FailingPrefix<>(this, spec).explain(ofKey, finding.nodes()));
      }
      if (finding.answer() == Answer.GAVE_UP && undecided == null) {
        undecided = new Verdict.Undecided<>(entry.getKey(), finding.nodes());
      }
    }
    return undecided != null ? undecided : new Verdict.Linearizable<>(byKey.size(), nodes);
  }

  <K> Finding search(KeyHistory<K, Q, R> history, long maxNodes) {
    Set<S> states = Set.of(spec.initial());
    List<List<Operation<K, Q, R>>> epochs = history.epochs();
    long nodes = 0;
    for (int i = 0; i < epochs.size(); i++) {
      boolean powerLossFollows = i < epochs.size() - 1;
      Search.Result<S> result =
          new Search<>(spec, rule, epochs.get(i), powerLossFollows).run(states, maxNodes - nodes);
      nodes += result.nodes();
      if (result.exhausted()) {
        return new Finding(Answer.GAVE_UP, nodes);
      }
      if (result.ends().isEmpty()) {
        return new Finding(Answer.NO, nodes);
      }
      states = result.ends();
    }
    return new Finding(Answer.YES, nodes);
  }

  enum Answer {
    YES,
    NO,
    GAVE_UP
  }

  record Finding(Answer answer, long nodes) {}
}
