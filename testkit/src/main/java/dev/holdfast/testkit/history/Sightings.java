// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who saw what of one key between two power losses. Immutable after construction.
 *
 * <p>A value has reappeared at a read if some read of something else was invoked after the value
 * had been seen and completed before this read. Per completion time, the latest invocation among
 * the reads completed by then is kept, and the latest among those that saw something else than that
 * one: one of the two answers the question for any value.
 */
final class Sightings<K, V> {
  private final Map<Optional<V>, Long> firstSeen = new HashMap<>();
  private final TreeMap<Long, Latest<V>> byCompletion = new TreeMap<>();

  Sightings(List<Operation<K, RegisterRequest<V>, RegisterResponse<V>>> operations) {
    Latest<V> latest = new Latest<>(null, null);
    for (Operation<K, RegisterRequest<V>, RegisterResponse<V>> each :
        operations.stream().sorted(Comparator.comparingLong(Operation::completed)).toList()) {
      if (each.outcome() instanceof Outcome.Ok<RegisterResponse<V>> ok && sighting(ok.response())) {
        Optional<V> seen = seen(ok.response());
        firstSeen.putIfAbsent(seen, each.completed());
        latest = latest.with(new Sighting<>(seen, each.invoked()));
        byCompletion.put(each.completed(), latest);
      }
    }
  }

  boolean reappeared(Operation<K, RegisterRequest<V>, RegisterResponse<V>> read, V value) {
    Long first = firstSeen.get(Optional.of(value));
    Map.Entry<Long, Latest<V>> before = byCompletion.lowerEntry(read.invoked());
    return first != null && before != null && before.getValue().otherThan(value) > first;
  }

  private static <V> boolean sighting(RegisterResponse<V> response) {
    return response instanceof RegisterResponse.Found
        || response instanceof RegisterResponse.Absent;
  }

  private static <V> Optional<V> seen(RegisterResponse<V> response) {
    return response instanceof RegisterResponse.Found<V> found
        ? Optional.of(found.value())
        : Optional.empty();
  }

  private record Sighting<V>(Optional<V> seen, long invoked) {}

  /** The sighting invoked last, and the one invoked last among those of anything else. */
  private record Latest<V>(@Nullable Sighting<V> top, @Nullable Sighting<V> other) {

    Latest<V> with(Sighting<V> next) {
      if (top == null || top.seen().equals(next.seen())) {
        return new Latest<>(later(top, next), other);
      }
      return next.invoked() > top.invoked()
          ? new Latest<>(next, top)
          : new Latest<>(top, later(other, next));
    }

    long otherThan(V value) {
      Sighting<V> match = top != null && top.seen().equals(Optional.of(value)) ? other : top;
      return match == null ? Long.MIN_VALUE : match.invoked();
    }

    private static <V> Sighting<V> later(@Nullable Sighting<V> a, Sighting<V> b) {
      return a == null || a.invoked() < b.invoked() ? b : a;
    }
  }
}
