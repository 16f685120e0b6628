// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The present version of each object of a {@link MemoryDriver}. Thread-safe, linearizable. */
final class MemoryObjects {

  // Implementation notes.
  // Invariants: a MemoryObject never changes, so a reader that has one needs no lock; the map and
  // the counter are touched under the lock only; where objects and prefixes exclude each other, no
  // key in the map continues another one at a slash.
  // The lock is never held while content is read; clock and ETag source are called under it.
  // The point of linearization of a write is the change of the map, of a read the look into it.

  private static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");

  private final String name;
  private final boolean exclusive;
  private final @Nullable InstantSource clock;
  private final @Nullable Supplier<String> etags;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, MemoryObject> objects = new TreeMap<>(Utf8Order.INSTANCE);
  private long writes;

  MemoryObjects(
      String name,
      Set<Capability> capabilities,
      @Nullable InstantSource clock,
      @Nullable Supplier<String> etags) {
    this.name = name;
    this.exclusive = !capabilities.contains(Capability.KEY_BESIDE_PREFIX);
    this.clock = clock;
    this.etags = etags;
  }

  @Nullable MemoryObject find(StorageKey key) {
    lock.lock();
    try {
      return objects.get(key.value());
    } finally {
      lock.unlock();
    }
  }

  ObjectInfo put(
      StorageKey key, MemoryObject content, WriteCondition condition, @Nullable String writeId) {
    lock.lock();
    try {
      check(StorageOperation.UPLOAD, key, condition);
      return publish(StorageOperation.UPLOAD, key, content, writeId);
    } finally {
      lock.unlock();
    }
  }

  ObjectInfo copy(
      StorageKey source, StorageKey target, WriteCondition condition, @Nullable String writeId) {
    lock.lock();
    try {
      MemoryObject object = objects.get(source.value());
      if (object == null) {
        throw failure(Kind.NOT_FOUND, StorageOperation.COPY, source, "there is no such object");
      }
      check(StorageOperation.COPY, target, condition);
      return publish(StorageOperation.COPY, target, object, writeId);
    } finally {
      lock.unlock();
    }
  }

  void delete(StorageKey key, WriteCondition condition) {
    lock.lock();
    try {
      check(StorageOperation.DELETE, key, condition);
      objects.remove(key.value());
    } finally {
      lock.unlock();
    }
  }

  ListPage list(ListQuery query) {
    lock.lock();
    try {
      return MemoryListing.page(objects, query);
    } finally {
      lock.unlock();
    }
  }

  private void check(StorageOperation operation, StorageKey key, WriteCondition condition) {
    MemoryObject present = objects.get(key.value());
    boolean holds = true;
    if (condition instanceof WriteCondition.IfAbsent) {
      holds = present == null;
    } else if (condition instanceof WriteCondition.IfMatch match) {
      holds = present != null && present.info().etag().equals(match.etag());
    }
    if (!holds) {
      throw failure(
          Kind.PRECONDITION_FAILED,
          operation,
          key,
          "the condition does not hold of the present object");
    }
  }

  private ObjectInfo publish(
      StorageOperation operation, StorageKey key, MemoryObject content, @Nullable String writeId) {
    if (exclusive && conflicts(key.value())) {
      throw failure(
          Kind.KEY_CONFLICT, operation, key, "an object and a prefix would have the same name");
    }
    writes++;
    Instant now = clock == null ? BEGINNING.plusSeconds(writes) : clock.instant();
    String etag = etags == null ? Long.toString(writes) : etags.get();
    MemoryObject old = objects.get(key.value());
    Instant created = old == null ? now : old.info().created();
    MemoryObject object = content.as(key, etag, now, created, writeId);
    objects.put(key.value(), object);
    return object.info();
  }

  private boolean conflicts(String key) {
    String below = objects.ceilingKey(key + '/');
    if (below != null && below.startsWith(key + '/')) {
      return true;
    }
    for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
      if (objects.containsKey(key.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  private StorageException failure(
      Kind kind, StorageOperation operation, StorageKey key, String reason) {
    return StorageException.builder(kind)
        .operation(operation)
        .where(name)
        .key(key)
        .reason(reason)
        .build();
  }
}
