// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What may be under one key. Immutable.
 *
 * @param settled one of these is there, as far as no pending write has taken effect; never empty
 * @param pending writes of unknown outcome that may take effect at any time, each once or never
 */
record Possibilities(List<ObjectState> settled, List<ObjectState> pending) {

  /** Surely no object. */
  static final Possibilities NOTHING = new Possibilities(List.of(ObjectState.absent()), List.of());

  Possibilities {
    settled = List.copyOf(settled);
    pending = List.copyOf(pending);
  }

  /** A write that succeeded: whatever was unknown before it can no longer come. */
  Possibilities written(ObjectState state) {
    return new Possibilities(List.of(state), List.of());
  }

  /** A write that may have taken effect, or may still. */
  Possibilities attempted(ObjectState state) {
    return new Possibilities(settled, append(pending, state));
  }

  /**
   * What remains possible when something was seen, or empty if that cannot have been seen. A
   * pending write that was surely seen has taken effect, once and for all.
   */
  Optional<Possibilities> seen(Predicate<ObjectState> sight) {
    List<ObjectState> still = settled.stream().filter(sight).toList();
    if (!still.isEmpty()) {
      return Optional.of(new Possibilities(still, pending));
    }
    List<ObjectState> effective = pending.stream().filter(sight).toList();
    if (effective.isEmpty()) {
      return Optional.empty();
    }
    List<ObjectState> left = new ArrayList<>(pending);
    if (effective.size() == 1) {
      left.remove(effective.get(0));
    }
    return Optional.of(new Possibilities(effective, left));
  }

  /** The writer is gone: each pending write has taken effect by now or never will. */
  Possibilities afterPowerLoss() {
    List<ObjectState> all = new ArrayList<>(settled);
    all.addAll(pending);
    return new Possibilities(all, List.of());
  }

  /** Whether some possibility has an object. */
  boolean maybePresent() {
    return settled.stream().anyMatch(ObjectState::present)
        || pending.stream().anyMatch(ObjectState::present);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(String.join(", or ", settled.stream().map(Object::toString).toList()));
    for (ObjectState state : pending) {
      text.append(", or ").append(state).append(" by a write of unknown outcome");
    }
    return text.toString();
  }

  private static List<ObjectState> append(List<ObjectState> list, ObjectState state) {
    List<ObjectState> longer = new ArrayList<>(list);
    longer.add(state);
    return longer;
  }
}
