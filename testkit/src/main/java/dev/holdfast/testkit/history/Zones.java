// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The zones of one key. For one thread and one check. */
final class Zones<K, V> {
  private final List<Operation<K, RegisterRequest<V>, RegisterResponse<V>>> operations;
  private final Map<Optional<V>, Zone<V>> zones = new LinkedHashMap<>();
  private final Map<Optional<V>, Long> writeInvoked = new HashMap<>();

  Zones(List<Operation<K, RegisterRequest<V>, RegisterResponse<V>>> operations) {
    this.operations =
        operations.stream()
            .filter(each -> !each.notApplied())
            .filter(each -> !(isRead(each) && each.outcome() instanceof Outcome.Unknown))
            .toList();
  }

  ZoneCheck.Result check() {
    String outside = addWrites();
    if (outside != null) {
      return new ZoneCheck.Result.OutOfScope(outside);
    }
    String contradiction = addReads();
    if (contradiction == null) {
      contradiction = compare();
    }
    return contradiction == null
        ? new ZoneCheck.Result.Accepted()
        : new ZoneCheck.Result.Rejected(
            contradiction + "\n" + HistoryText.render(operations, List.of()));
  }

  private @Nullable String addWrites() {
    Optional<V> nothing = Optional.empty();
    writeInvoked.put(nothing, Long.MIN_VALUE);
    zones.put(nothing, new Zone<>(nothing, Long.MIN_VALUE, Long.MIN_VALUE));
    for (Operation<K, RegisterRequest<V>, RegisterResponse<V>> each : operations) {
      if (isRead(each)) {
        continue;
      }
      if (!(each.request() instanceof RegisterRequest.Write<V> write)) {
        return "request " + each.request();
      }
      Optional<V> value = Optional.of(write.value());
      boolean unknown = each.outcome() instanceof Outcome.Unknown;
      long completed = unknown ? Operation.OPEN : each.completed();
      if (writeInvoked.put(value, each.invoked()) != null) {
        return "value written twice: " + write.value();
      }
      zones.put(value, new Zone<>(value, completed, each.invoked()));
    }
    return null;
  }

  private @Nullable String addReads() {
    for (Operation<K, RegisterRequest<V>, RegisterResponse<V>> each : operations) {
      if (!(each.outcome() instanceof Outcome.Ok<RegisterResponse<V>> ok) || !isRead(each)) {
        continue;
      }
      Optional<V> value =
          ok.response() instanceof RegisterResponse.Found<V> found
              ? Optional.of(found.value())
              : Optional.empty();
      Zone<V> zone = zones.get(value);
      Long written = writeInvoked.get(value);
      if (zone == null || written == null) {
        return "read of a value that was not written: " + name(value);
      }
      if (each.completed() < written) {
        return "read of a value before it was written: " + name(value);
      }
      zones.put(value, zone.with(each));
    }
    return null;
  }

  private @Nullable String compare() {
    List<Zone<V>> forward = new ArrayList<>(zones.values().stream().filter(Zone::forward).toList());
    forward.sort(Comparator.comparingLong(Zone::low));
    TreeMap<Long, Zone<V>> byLow = new TreeMap<>();
    Zone<V> previous = null;
    for (Zone<V> zone : forward) {
      if (previous != null && zone.low() < previous.high()) {
        return "the key had to hold " + previous + " and " + zone + " at the same time";
      }
      byLow.put(zone.low(), zone);
      previous = zone;
    }
    for (Zone<V> zone : zones.values()) {
      Map.Entry<Long, Zone<V>> around = zone.forward() ? null : byLow.lowerEntry(zone.low());
      if (around != null && zone.high() < around.getValue().high()) {
        return "the key held " + around.getValue() + " and no instant is left for " + zone;
      }
    }
    return null;
  }

  private static <K, V> boolean isRead(
      Operation<K, RegisterRequest<V>, RegisterResponse<V>> operation) {
    return operation.request() instanceof RegisterRequest.Read;
  }

  private static <V> String name(Optional<V> value) {
    return value.map(Object::toString).orElse("nothing");
  }

  /** The zone of a value between its earliest completion and its latest invocation. */
  private record Zone<V>(Optional<V> value, long completed, long invoked) {
    boolean forward() {
      return completed < invoked;
    }

    long low() {
      return Math.min(completed, invoked);
    }

    long high() {
      return Math.max(completed, invoked);
    }

    Zone<V> with(Operation<?, ?, ?> read) {
      return new Zone<>(
          value, Math.min(completed, read.completed()), Math.max(invoked, read.invoked()));
    }

    @Override
    public String toString() {
      return name(value)
          + (forward() ? " throughout [" : " at some time in [")
          + (low() == Long.MIN_VALUE ? "start" : low())
          + ", "
          + (high() == Operation.OPEN ? "end" : high())
          + "]";
    }
  }
}
