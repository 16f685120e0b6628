// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.BulkResult;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.WriteCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Deletes key after key and keeps the outcome of each. */
final class BulkDeletes {

  private final EngineParts parts;

  BulkDeletes(EngineParts parts) {
    this.parts = parts;
  }

  /** The keys at this moment, none of them null. */
  static List<StorageKey> copyOf(Collection<StorageKey> keys) {
    List<StorageKey> copied = new ArrayList<>(Objects.requireNonNull(keys, "keys"));
    copied.forEach(key -> Objects.requireNonNull(key, "keys must not have null"));
    return copied;
  }

  BulkResult run(Collection<StorageKey> keys, InFlight call) {
    List<StorageKey> succeeded = new ArrayList<>(keys.size());
    Map<StorageKey, StorageException> failed = new LinkedHashMap<>();
    for (StorageKey key : new LinkedHashSet<>(keys)) {
      try {
        parts.driver().delete(key, WriteCondition.any(), call);
        succeeded.add(key);
      } catch (RuntimeException e) {
        failed.put(key, parts.failures().describe(StorageOperation.DELETE, key, e));
      }
    }
    return new BulkResult(succeeded, failed);
  }
}
