// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a store may hold after the calls that were made so far: for each key the set of its possible
 * states. Simulators and random tests report how each write ended and what each read gave; the
 * model fails, saying in words what was possible, as soon as a read contradicts them.
 *
 * <pre>{@code
 * StorageModel model = StorageModel.empty();
 * model.written(key, ObjectState.of(storage.upload(key, content).info(), bytes));
 * model.expectRead(key, ObjectState.of(download.info(), download.readAllBytes(1000)));
 * }</pre>
 *
 * <p>The rules:
 *
 * <ul>
 *   <li>a write that succeeded leaves one state; nothing that was unknown before can come later;
 *   <li>a write that failed as {@code NOT_APPLIED} changes nothing;
 *   <li>a write that ended as {@code UNKNOWN} may take effect once, at any time until a later write
 *       of that key succeeds, or never;
 *   <li>a read leaves only the states that it can have seen: what was seen to be replaced does not
 *       come back.
 * </ul>
 *
 * <p>Calls on one key must not overlap: report each before the next one of that key begins. For
 * calls that overlap there is the linearizability checker in {@code dev.holdfast.testkit.history}.
 * One thread at a time.
 */
public final class StorageModel {

  private final Map<StorageKey, Possibilities> keys;

  private StorageModel(Map<StorageKey, Possibilities> keys) {
    this.keys = new TreeMap<>(keys);
  }

  /** The model of an empty store. */
  public static StorageModel empty() {
    return new StorageModel(Map.of());
  }

  /** A model of its own with the same possibilities; cheap, bytes are shared. */
  public StorageModel copy() {
    return new StorageModel(keys);
  }

  /**
   * The model of the store after all its writers have died: writes of unknown outcome have taken
   * effect by now or never will, so that the first read of a key decides. Report writes that were
   * in progress as unknown before. This model is not changed.
   */
  public StorageModel afterPowerLoss() {
    StorageModel after = copy();
    after.keys.replaceAll((key, possible) -> possible.afterPowerLoss());
    return after;
  }

  /** A write or delete succeeded; the state is what it stored, absent for a delete. */
  public void written(StorageKey key, ObjectState state) {
    keys.put(key, possible(key).written(state));
  }

  /** A write or delete may have been applied, or may still be. */
  public void unknown(StorageKey key, ObjectState attempted) {
    keys.put(key, possible(key).attempted(attempted));
  }

  /** A write or delete failed, with this outcome. */
  public void failed(StorageKey key, ObjectState attempted, StorageException failure) {
    if (failure.outcome() == Outcome.UNKNOWN) {
      unknown(key, attempted);
    }
  }

  /**
   * A read gave this state, absent if it failed as not found.
   *
   * @throws AssertionError if the key cannot have been in this state
   */
  public void expectRead(StorageKey key, ObjectState read) {
    Possibilities left = narrow(key, "reading", read.toString(), read::agreesWith);
    keys.put(key, new Possibilities(List.of(read), left.pending()));
  }

  /**
   * Somebody asked whether there is an object.
   *
   * @throws AssertionError if the answer cannot be right
   */
  public void expectExists(StorageKey key, boolean exists) {
    String answer = exists ? "an object" : "no object";
    keys.put(key, narrow(key, "asking for", answer, state -> state.present() == exists));
  }

  /**
   * All keys that begin with a prefix were listed.
   *
   * @throws AssertionError if an object is missing or listed twice, if there can be no such object,
   *     or if the order is not that of keys
   */
  public void expectListing(String prefix, List<StorageKey> listed) {
    if (!listed.equals(listed.stream().distinct().sorted().toList())) {
      throw new AssertionError(
          "the listing of '%s' is not in order, or names a key twice: %s"
              .formatted(prefix, listed));
    }
    Set<StorageKey> relevant = new HashSet<>(listed);
    keys.keySet().stream().filter(key -> key.value().startsWith(prefix)).forEach(relevant::add);
    Set<StorageKey> present = new HashSet<>(listed);
    relevant.stream().sorted().forEach(key -> expectExists(key, present.contains(key)));
  }

  /** Whether the key is surely in one state, so that a read can give only that. */
  public boolean certain(StorageKey key) {
    Possibilities possible = possible(key);
    return possible.settled().size() == 1 && possible.pending().isEmpty();
  }

  /** The keys under which there may be an object, in order. */
  public List<StorageKey> keys() {
    return keys.entrySet().stream()
        .filter(entry -> entry.getValue().maybePresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What may be under a key, in words. */
  public String describe(StorageKey key) {
    return possible(key).toString();
  }

  private Possibilities narrow(
      StorageKey key, String what, String answer, Predicate<ObjectState> sight) {
    return possible(key)
        .seen(sight)
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s '%s' gave %s, expected %s".formatted(what, key, answer, describe(key))));
  }

  private Possibilities possible(StorageKey key) {
    return keys.getOrDefault(key, Possibilities.NOTHING);
  }
}
