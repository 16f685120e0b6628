// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory: what is visible now, and for each name that differs or may differ
 * on the disk, the durable value and all values since. Guarded by the lock of its disk.
 *
 * <p>Invariant: a name with no {@link Unforced} record is durable as it is visible. A record with
 * no later values is a name whose force failed: it is visible, not durable and not dirty.
 */
final class NameTable {
  private final NameRules rules;
  private final Map<String, Entry> visible = new HashMap<>();
  private final Map<String, Unforced> unforced = new HashMap<>();

  NameTable(NameRules rules) {
    this.rules = rules;
  }

  @Nullable Entry get(String name) {
    return visible.get(rules.key(name));
  }

  boolean isEmpty() {
    return visible.isEmpty();
  }

  Collection<Entry> entries() {
    return visible.values();
  }

  /** Sets what a name refers to. */
  void put(Entry entry) {
    String key = rules.key(entry.name());
    record(key, entry);
    visible.put(key, entry);
  }

  void remove(String name) {
    String key = rules.key(name);
    record(key, null);
    visible.remove(key);
  }

  private void record(String key, @Nullable Entry value) {
    unforced.computeIfAbsent(key, k -> new Unforced(visible.get(k))).later.add(value);
  }

  /** Makes every change since the last force durable. */
  void force() {
    unforced.values().removeIf(change -> !change.later.isEmpty());
  }

  /** Makes every visible name durable, even those whose force failed. */
  void syncAll() {
    unforced.clear();
  }

  /** A force failed: all changes stay visible, are not durable, and count as clean. */
  void forceFailed() {
    unforced.values().forEach(change -> change.later.clear());
    unforced.entrySet().removeIf(e -> same(e.getValue().durable, visible.get(e.getKey())));
  }

  /** All names that exist now or may exist after a crash, in a fixed order. */
  SortedSet<String> keys() {
    SortedSet<String> keys = new TreeSet<>(visible.keySet());
    keys.addAll(unforced.keySet());
    return keys;
  }

  /** The distinct values that a name may have after a power loss, the durable one first. */
  List<@Nullable Entry> candidates(String key) {
    List<@Nullable Entry> values = new ArrayList<>();
    Unforced change = unforced.get(key);
    if (change == null) {
      values.add(visible.get(key));
      return values;
    }
    values.add(change.durable);
    for (Entry value : change.later) {
      if (!contains(values, value)) {
        values.add(value);
      }
    }
    return values;
  }

  /** The position in a list of candidates of the value that is visible. */
  int newest(String key, List<@Nullable Entry> candidates) {
    Entry now = visible.get(key);
    int i = candidates.size() - 1;
    while (i > 0 && !same(candidates.get(i), now)) {
      i--;
    }
    return i;
  }

  /** True if a power loss could change what the name refers to. */
  boolean atRisk(String name) {
    return unforced.containsKey(rules.key(name));
  }

  int unforcedNames() {
    return unforced.size();
  }

  /** Adds copies of all names, with their histories, to an empty table. */
  void copyTo(NameTable target, UnaryOperator<Entry> copier) {
    visible.forEach((key, entry) -> target.visible.put(key, copier.apply(entry)));
    unforced.forEach(
        (key, change) -> {
          Unforced copy = new Unforced(copy(change.durable, copier));
          for (Entry value : change.later) {
            copy.later.add(copy(value, copier));
          }
          target.unforced.put(key, copy);
        });
  }

  private static @Nullable Entry copy(@Nullable Entry entry, UnaryOperator<Entry> copier) {
    return entry == null ? null : copier.apply(entry);
  }

  /** Adds a name that is visible and durable. */
  void putDurable(Entry entry) {
    visible.put(rules.key(entry.name()), entry);
  }

  private static boolean contains(List<@Nullable Entry> values, @Nullable Entry value) {
    for (Entry known : values) {
      if (same(known, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(@Nullable Entry a, @Nullable Entry b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.node() == b.node() && a.name().equals(b.name());
  }

  /** The durable value of a name (null: absent) and the values it has had since. */
  private static final class Unforced {
    final @Nullable Entry durable;
    final List<@Nullable Entry> later = new ArrayList<>(2);

    Unforced(@Nullable Entry durable) {
      this.durable = durable;
    }
  }
}
