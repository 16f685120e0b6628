// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges tiny histories by the definition: every order of every subset, no memory, no pruning but
 * precedence. A third opinion for the tests of the checker.
 */
final class BruteForce {
  private final UnknownRule rule;
  private final RegisterSpec<Integer> spec = RegisterSpec.absentAtFirst();

  BruteForce(UnknownRule rule) {
    this.rule = rule;
  }

  boolean linearizable(
      History<String, RegisterRequest<Integer>, RegisterResponse<Integer>> history) {
    Set<Optional<Integer>> states = Set.of(spec.initial());
    for (var epoch : new KeyHistory<>(history.operations(), history.powerLosses()).epochs()) {
      Set<Optional<Integer>> survivors = new HashSet<>();
      for (Optional<Integer> state : states) {
        orders(epoch, new ArrayList<>(), state, survivors);
      }
      states = survivors;
    }
    return !states.isEmpty();
  }

  private void orders(
      List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> epoch,
      List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> order,
      Optional<Integer> start,
      Set<Optional<Integer>> survivors) {
    boolean complete = epoch.stream().allMatch(each -> unknown(each) || order.contains(each));
    if (complete && replay(order, start, false).isPresent()) {
      survive(order, start, survivors);
    }
    for (var next : epoch) {
      if (!order.contains(next) && order.stream().noneMatch(each -> mustPrecede(next, each))) {
        order.add(next);
        orders(epoch, order, start, survivors);
        order.remove(order.size() - 1);
      }
    }
  }

  private void survive(
      List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> order,
      Optional<Integer> start,
      Set<Optional<Integer>> survivors) {
    List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> unknown =
        order.stream().filter(BruteForce::unknown).toList();
    for (int struck = 0; struck < (1 << unknown.size()); struck++) {
      List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> rest =
          new ArrayList<>(order);
      for (int i = 0; i < unknown.size(); i++) {
        if (((struck >> i) & 1) == 1) {
          rest.remove(unknown.get(i));
        }
      }
      replay(rest, start, true).ifPresent(survivors::add);
    }
  }

  private boolean mustPrecede(
      Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>> a,
      Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>> b) {
    if (a.completed() >= b.invoked()) {
      return false;
    }
    return !unknown(a)
        || (rule == UnknownRule.CLOSED_BY_ACKNOWLEDGED_WRITE
            && b.outcome() instanceof Outcome.Ok<RegisterResponse<Integer>> ok
            && ok.response() instanceof RegisterResponse.Applied);
  }

  private Optional<Optional<Integer>> replay(
      List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> order,
      Optional<Integer> start,
      boolean mutationsOnly) {
    Optional<Optional<Integer>> state = Optional.of(start);
    for (var each : order) {
      Optional<Integer> now = state.orElseThrow();
      if (!(each.outcome() instanceof Outcome.Ok<RegisterResponse<Integer>> ok)) {
        state = Optional.of(spec.effect(now, each.request()));
      } else if (!mutationsOnly || ok.response() instanceof RegisterResponse.Applied) {
        state = spec.step(now, each.request(), ok.response());
      }
      if (state.isEmpty()) {
        return state;
      }
    }
    return state;
  }

  private static boolean unknown(
      Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>> operation) {
    return operation.outcome() instanceof Outcome.Unknown;
  }
}
