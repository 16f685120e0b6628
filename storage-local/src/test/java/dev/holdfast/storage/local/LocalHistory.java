// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.testkit.history.History;
import dev.holdfast.testkit.history.HistoryRecorder;
import dev.holdfast.testkit.history.LinearizabilityChecker;
import dev.holdfast.testkit.history.ReadAudit;
import dev.holdfast.testkit.history.RegisterRequest;
import dev.holdfast.testkit.history.RegisterResponse;
import dev.holdfast.testkit.history.RegisterSpec;
import dev.holdfast.testkit.history.UniqueValue;
import dev.holdfast.testkit.history.UnknownRule;
import dev.holdfast.testkit.history.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the clients of one schedule did and were told, and the verdict on it. */
final class LocalHistory {

  private final long seed;
  private final HistoryRecorder<String, RegisterRequest<UniqueValue>, RegisterResponse<UniqueValue>>
      recorder = HistoryRecorder.create();
  private final Map<String, UniqueValue.Whole> values = new HashMap<>();
  private long counter;
  private long acknowledged;
  private long lost;
  private long torn;
  private long damaged;
  private long phantom;

  LocalHistory(long seed) {
    this.seed = seed;
  }

  UniqueValue.Whole value(int client, int sizeBytes) {
    UniqueValue.Whole value = new UniqueValue.Whole(client, counter++, sizeBytes, seed);
    values.put(value.toString(), value);
    return value;
  }

  /** The value that a description belongs to. */
  UniqueValue described(ObjectInfo info) {
    UniqueValue.Whole value = values.get(info.fileName().orElse(""));
    if (value == null || !LocalDescriptions.match(info, value)) {
      return new UniqueValue.Torn("described as " + info);
    }
    return value;
  }

  HistoryRecorder.Call<String, RegisterRequest<UniqueValue>, RegisterResponse<UniqueValue>> begin(
      int client, String key, RegisterRequest<UniqueValue> request) {
    return recorder.invoke(client, key, request);
  }

  void acknowledged() {
    acknowledged++;
  }

  void torn() {
    torn++;
  }

  /** A read was refused because the object is damaged. */
  void damaged() {
    damaged++;
  }

  void phantom() {
    phantom++;
  }

  /** Tells the history how a call failed. */
  static void failed(
      HistoryRecorder.Call<?, ?, RegisterResponse<UniqueValue>> call, StorageException e) {
    if (e.outcome() == Outcome.UNKNOWN) {
      call.unknown();
    } else if (e.kind() == Kind.PRECONDITION_FAILED) {
      call.ok(RegisterResponse.conditionNotMet());
    } else {
      call.notApplied();
    }
  }

  /** The power went; a mere death of the process is no event for what is on the disk. */
  void powerLoss() {
    recorder.powerLoss();
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("acknowledged", acknowledged);
    counts.put("lost", lost);
    counts.put("torn", torn);
    counts.put("phantom", phantom);
    return counts;
  }

  /**
   * The verdict.
   *
   * @param durable whether what was acknowledged must survive every crash of the schedule
   * @param undamaged whether no object may be found damaged
   */
  Optional<String> check(boolean durable, boolean undamaged) {
    if (undamaged && damaged > 0) {
      torn += damaged;
      return Optional.of("an object was found damaged although its bytes are forced");
    }
    History<String, RegisterRequest<UniqueValue>, RegisterResponse<UniqueValue>> history =
        recorder.history();
    List<ReadAudit.Fault<String, UniqueValue>> faults = ReadAudit.check(history);
    for (ReadAudit.Fault<String, UniqueValue> fault : faults) {
      if (fault.kind() == ReadAudit.Kind.TORN) {
        torn++;
      } else {
        phantom++;
      }
    }
    if (torn + phantom > 0) {
      return Optional.of(
          faults.isEmpty()
              ? "bytes or their description were not those that were written"
              : faults.get(0).text() + "\n" + history.render(faults.get(0).read().key()));
    }
    if (!durable) {
      return Optional.empty();
    }
    Verdict<String> verdict =
        LinearizabilityChecker.of(
                RegisterSpec.<UniqueValue>absentAtFirst(), UnknownRule.CLOSED_BY_ACKNOWLEDGED_WRITE)
            .check(history);
    if (verdict.passed()) {
      return Optional.empty();
    }
    lost++;
    return Optional.of(verdict.toString());
  }
}
