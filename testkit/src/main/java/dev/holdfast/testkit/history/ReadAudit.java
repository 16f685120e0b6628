// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks every read on its own or against its neighbours, without a search: cheap on histories of
 * any length, and clearer than "not linearizable" about what went wrong.
 *
 * <p>An empty list is no proof of correctness; it only says that none of these faults occurred.
 * Values must be unique in the history. All methods are pure.
 */
public final class ReadAudit {
  private ReadAudit() {}

  /** What is wrong with a read. */
  public enum Kind {
    /** Nobody wrote the value to this key before the read completed. */
    PHANTOM,
    /** The value comes from a write that failed with the promise of no effect. */
    NOT_APPLIED_VISIBLE,
    /** The bytes are no value that anybody wrote. */
    TORN,
    /**
     * The value was seen, then something else, then the value again without a power loss between:
     * its write took effect twice, or the other write was undone.
     */
    REAPPEARED
  }

  /**
   * A fault.
   *
   * @param kind what is wrong
   * @param read the read that shows it
   * @param text one sentence for a failure message
   * @param <K> type of keys
   * @param <V> type of values
   */
  public record Fault<K, V>(
      Kind kind, Operation<K, RegisterRequest<V>, RegisterResponse<V>> read, String text) {}

  /** Returns all faults, in the order of the invocation of the reads. */
  public static <K, V> List<Fault<K, V>> check(
      History<K, RegisterRequest<V>, RegisterResponse<V>> history) {
    Map<V, Operation<K, RegisterRequest<V>, RegisterResponse<V>>> writes = new HashMap<>();
    for (Operation<K, RegisterRequest<V>, RegisterResponse<V>> each : history.operations()) {
      RegisterSpec.written(each.request()).ifPresent(value -> writes.put(value, each));
    }
    List<Fault<K, V>> faults = new ArrayList<>();
    for (List<Operation<K, RegisterRequest<V>, RegisterResponse<V>>> ofKey :
        history.byKey().values()) {
      new KeyHistory<>(ofKey, history.powerLosses())
          .epochs()
          .forEach(epoch -> audit(epoch, writes, faults));
    }
    faults.sort(Comparator.comparingLong(each -> each.read().invoked()));
    return List.copyOf(faults);
  }

  private static <K, V> void audit(
      List<Operation<K, RegisterRequest<V>, RegisterResponse<V>>> epoch,
      Map<V, Operation<K, RegisterRequest<V>, RegisterResponse<V>>> writes,
      List<Fault<K, V>> faults) {
    Sightings<K, V> sightings = new Sightings<>(epoch);
    for (Operation<K, RegisterRequest<V>, RegisterResponse<V>> read : epoch) {
      if (read.outcome() instanceof Outcome.Ok<RegisterResponse<V>> ok
          && ok.response() instanceof RegisterResponse.Found<V> found) {
        origin(read, found.value(), writes, faults);
        if (sightings.reappeared(read, found.value())) {
          faults.add(fault(Kind.REAPPEARED, read, "after something else had been seen"));
        }
      }
    }
  }

  private static <K, V> void origin(
      Operation<K, RegisterRequest<V>, RegisterResponse<V>> read,
      V value,
      Map<V, Operation<K, RegisterRequest<V>, RegisterResponse<V>>> writes,
      List<Fault<K, V>> faults) {
    Operation<K, RegisterRequest<V>, RegisterResponse<V>> write = writes.get(value);
    if (value instanceof UniqueValue.Torn) {
      faults.add(fault(Kind.TORN, read, "which nobody wrote as a whole"));
    } else if (write == null) {
      faults.add(fault(Kind.PHANTOM, read, "which nobody wrote"));
    } else if (!write.key().equals(read.key())) {
      faults.add(fault(Kind.PHANTOM, read, "which was written to " + write.key()));
    } else if (write.invoked() > read.completed()) {
      faults.add(fault(Kind.PHANTOM, read, "before it was written"));
    } else if (write.notApplied()) {
      faults.add(fault(Kind.NOT_APPLIED_VISIBLE, read, "whose write failed as not applied"));
    }
  }

  private static <K, V> Fault<K, V> fault(
      Kind kind, Operation<K, RegisterRequest<V>, RegisterResponse<V>> read, String text) {
    return new Fault<>(
        kind,
        read,
        "Client "
            + read.client()
            + " on key "
            + read.key()
            + " at ["
            + read.invoked()
            + ", "
            + read.completed()
            + "]: "
            + HistoryText.phrase(read)
            + ", "
            + text);
  }
}
