// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a {@link FaultInjectingDriver} in their order, used up call by call. Thread-safe.
 */
final class FaultPlan {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<DriverFault> faults = new ArrayList<>();
  private final Map<StorageOperation, Long> calls = new EnumMap<>(StorageOperation.class);

  void add(DriverFault fault) {
    lock.lock();
    try {
      faults.add(fault);
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      faults.clear();
    } finally {
      lock.unlock();
    }
  }

  long calls(StorageOperation operation) {
    lock.lock();
    try {
      return calls.getOrDefault(operation, 0L);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a call; the fault that hits it, or null. */
  @Nullable DriverFault next(StorageOperation operation, @Nullable StorageKey key) {
    lock.lock();
    try {
      calls.merge(operation, 1L, Long::sum);
      for (int at = 0; at < faults.size(); at++) {
        DriverFault fault = faults.get(at);
        if (!fault.hits(operation, key)) {
          continue;
        }
        DriverFault left = fault.afterCall();
        if (left == null) {
          faults.remove(at);
        } else {
          faults.set(at, left);
        }
        if (!fault.spares()) {
          return fault;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }
}
