// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.local.LocalStep.Call;
import dev.holdfast.testkit.history.UniqueValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A client of the local campaign: does its calls one after the other and records the answers. */
final class LocalClient {

  private final List<Call> calls;
  private final LocalLimits limits = new LocalLimits();
  private final Map<String, Seen> seen = new HashMap<>();
  private final LocalReader reader;
  private final LocalWriter writer;

  /** A value that this client has read, and the ETag that it had. */
  record Seen(String etag, UniqueValue.Whole value) {}

  LocalClient(Supplier<LocalDriver> driver, int client, List<Call> calls, LocalHistory history) {
    this.calls = calls;
    this.reader = new LocalReader(driver, client, history, limits, seen);
    this.writer = new LocalWriter(driver, client, history, limits);
  }

  /** What the last life finds. */
  static void readAll(Supplier<LocalDriver> driver, LocalHistory history) {
    LocalClient client = new LocalClient(driver, LocalPlan.CLIENTS, List.of(), history);
    for (String key : LocalPlan.KEYS) {
      client.reader.get(key);
      client.reader.stat(key);
    }
    client.reader.list(0);
  }

  /** Some thread calls the disk. */
  void onDiskCall() {
    limits.onDiskCall();
  }

  void run() {
    for (Call call : calls) {
      limits.begin(call);
      run(call);
      limits.end();
    }
  }

  private void run(Call call) {
    String key = LocalPlan.KEYS[call.key()];
    int sizeBytes = call.sizeBytes();
    Seen known = seen.get(key);
    switch (call.action()) {
      case PUT -> writer.put(key, sizeBytes);
      case SESSION -> writer.session(key, sizeBytes);
      case PUT_IF_ABSENT -> writer.putIfAbsent(key, sizeBytes);
      case PUT_IF_MATCH -> {
        if (known == null) {
          writer.put(key, sizeBytes);
        } else {
          writer.putIfMatch(key, sizeBytes, known);
        }
      }
      case COPY -> writer.copy(key, sizeBytes);
      case DELETE -> writer.delete(key);
      case DELETE_IF_MATCH -> {
        if (known != null) {
          writer.deleteIfMatch(key, known);
        }
      }
      case GET -> reader.get(key);
      case RANGE -> reader.range(key, sizeBytes);
      case STAT -> reader.stat(key);
      case LIST -> reader.list(sizeBytes);
    }
  }
}
