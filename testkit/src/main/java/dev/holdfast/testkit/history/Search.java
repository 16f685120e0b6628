// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Searches the orders of the operations of one key in one epoch, after Wing and Gong 1993 with the
 * memoisation of Lowe 2017. For one thread and one run.
 */
final class Search<S, Q, R> {
  /*
   * A node is (set of linearized operations, visible state, durable state). Two paths that meet in
   * a node have the same future, so each node is expanded once.
   *
   * An operation may come next if no mandatory operation that is still outside the set completed
   * before it was invoked. Acknowledged operations are mandatory. Unknown ones have no completion,
   * never hold back another one, and may stay outside.
   *
   * The durable state differs from the visible one only in an epoch that ends with a power loss. It
   * takes the mutations in the same order, but may leave out unknown ones. An acknowledged mutation
   * must be possible in it too: durable state never lacks what an acknowledged write rested on.
   */
  private final SequentialSpec<S, Q, R> spec;
  private final List<? extends Operation<?, Q, R>> operations;
  private final BitSet mandatory = new BitSet();
  private final List<BitSet> closers = new ArrayList<>();
  private final boolean powerLossFollows;
  private final Deque<Node<S>> stack = new ArrayDeque<>();
  private final Set<Node<S>> seen = new HashSet<>();

  Search(
      SequentialSpec<S, Q, R> spec,
      UnknownRule rule,
      List<? extends Operation<?, Q, R>> operations,
      boolean powerLossFollows) {
    this.spec = spec;
    this.operations = operations;
    this.powerLossFollows = powerLossFollows;
    for (int i = 0; i < operations.size(); i++) {
      mandatory.set(i, operations.get(i).outcome() instanceof Outcome.Ok);
      boolean closable = rule != UnknownRule.ANY_TIME && !mandatory.get(i);
      closers.add(closable ? closersOf(operations.get(i).completed()) : new BitSet());
    }
  }

  /**
   * Returns the states in which the next epoch may begin; any one state is enough if no power loss
   * follows. Empty means that no order explains the operations.
   */
  Result<S> run(Set<S> starts, long maxNodes) {
    for (S start : starts) {
      push(new Node<>(new BitSet(), start, start));
    }
    Set<S> ends = new LinkedHashSet<>();
    long nodes = 0;
    while (!stack.isEmpty()) {
      if (nodes == maxNodes) {
        return new Result<>(ends, nodes, true);
      }
      nodes++;
      Node<S> node = stack.pop();
      if (containsAll(node.linearized(), mandatory)) {
        ends.add(node.durable());
        if (!powerLossFollows) {
          break;
        }
      }
      expand(node);
    }
    return new Result<>(Collections.unmodifiableSet(ends), nodes, false);
  }

  /** Pushes the unknown operations first, so that acknowledged ones are tried before them. */
  private void expand(Node<S> node) {
    BitSet missing = (BitSet) mandatory.clone();
    missing.andNot(node.linearized());
    long horizon =
        missing.stream().mapToLong(i -> operations.get(i).completed()).min().orElse(Operation.OPEN);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = operations.size() - 1; i >= 0; i--) {
        boolean candidate =
            mandatory.get(i) == (pass == 1)
                && !node.linearized().get(i)
                && operations.get(i).invoked() < horizon
                && !node.linearized().intersects(closers.get(i));
        if (candidate) {
          advance(node, i);
        }
      }
    }
  }

  private void advance(Node<S> node, int index) {
    Operation<?, Q, R> operation = operations.get(index);
    if (operation.outcome() instanceof Outcome.Ok<R> ok) {
      acknowledged(node, index, operation.request(), ok.response());
      return;
    }
    S visible = spec.effect(node.visible(), operation.request());
    S durable = spec.effect(node.durable(), operation.request());
    if (!powerLossFollows) {
      pushIfNew(node, index, visible, visible);
      return;
    }
    pushIfNew(node, index, visible, node.durable());
    pushIfNew(node, index, visible, durable);
  }

  private void acknowledged(Node<S> node, int index, Q request, R response) {
    Optional<S> visible = spec.step(node.visible(), request, response);
    Optional<S> durable =
        spec.readOnly(request, response)
            ? Optional.of(node.durable())
            : spec.step(node.durable(), request, response);
    if (visible.isPresent() && durable.isPresent()) {
      push(new Node<>(with(node.linearized(), index), visible.get(), durable.get()));
    }
  }

  /** An unknown operation that changes nothing is as good as one that never happened. */
  private void pushIfNew(Node<S> node, int index, S visible, S durable) {
    if (!visible.equals(node.visible()) || !durable.equals(node.durable())) {
      push(new Node<>(with(node.linearized(), index), visible, durable));
    }
  }

  private void push(Node<S> node) {
    if (seen.add(node)) {
      stack.push(node);
    }
  }

  private BitSet closersOf(long unknownSince) {
    BitSet closing = new BitSet();
    for (int i = 0; i < operations.size(); i++) {
      Operation<?, Q, R> operation = operations.get(i);
      closing.set(
          i,
          operation.invoked() > unknownSince
              && operation.outcome() instanceof Outcome.Ok<R> ok
              && !spec.readOnly(operation.request(), ok.response()));
    }
    return closing;
  }

  private static boolean containsAll(BitSet set, BitSet required) {
    BitSet missing = (BitSet) required.clone();
    missing.andNot(set);
    return missing.isEmpty();
  }

  private static BitSet with(BitSet set, int index) {
    BitSet larger = (BitSet) set.clone();
    larger.set(index);
    return larger;
  }

  private record Node<S>(BitSet linearized, S visible, S durable) {}

  record Result<S>(Set<S> ends, long nodes, boolean exhausted) {}
}
