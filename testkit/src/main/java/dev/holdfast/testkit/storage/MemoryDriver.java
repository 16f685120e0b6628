// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A driver that keeps objects in memory: the test double for whatever runs on a {@link
 * StorageDriver}, and the reference that other drivers are compared with.
 *
 * <p>Thread-safe and linearizable. It has every capability but {@code PRESIGN}. It never waits,
 * starts no thread and is deterministic: the same calls in the same order give the same ETags and
 * times. Objects are lost with the driver; {@link #close()} keeps them, so that a test can look at
 * what was stored. Not a cache and not for production.
 */
public final class MemoryDriver implements StorageDriver {

  // Implementation notes.
  // Invariants: a MemoryObject never changes, so a reader that has one needs no lock; the map is
  // read and written under the lock only; with KEY_BESIDE_PREFIX missing, no key in the map
  // continues another one at a slash.
  // The lock is never held while content is read or a caller's code runs.
  // The point of linearization of a write is the put into the map, of a read the get from it.

  private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");

  private final String name;
  private final Set<Capability> capabilities;
  private final @Nullable InstantSource clock;
  private final @Nullable Supplier<String> etags;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, MemoryObject> objects = new TreeMap<>(Utf8Order.INSTANCE);
  private long writes;

  private MemoryDriver(Builder builder) {
    this.name = builder.name;
    this.capabilities = Set.copyOf(builder.capabilities);
    this.clock = builder.clock;
    this.etags = builder.etags;
  }

  /** A new, empty store with the defaults of {@link #builder()}. */
  public static MemoryDriver create() {
    return builder().build();
  }

  /**
   * Begins a new, empty store. Defaults: named {@code memory}, all capabilities but {@code PRESIGN},
   * ETags counted from 1, a clock that begins with 2020 and advances by a second with each write.
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    admitWrite(StorageOperation.UPLOAD, key, call);
    byte[] bytes;
    try (InputStream stream = content.open()) {
      bytes = stream.readAllBytes();
    } catch (IOException e) {
      throw failure(Kind.CONTENT_FAILED, StorageOperation.UPLOAD, key)
          .reason("the content cannot be read")
          .cause(e)
          .build();
    }
    return publish(key, bytes, options, call);
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    admitWrite(StorageOperation.UPLOAD, key, call);
    return new Session(key, options, call);
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    admit(StorageOperation.DOWNLOAD, key, call);
    MemoryObject object = find(key);
    if (object == null) {
      throw notFound(StorageOperation.DOWNLOAD, key);
    }
    ObjectInfo info = object.info();
    if (options.ifMatch().isPresent() && !options.ifMatch().get().equals(info.etag())) {
      throw conditionFailed(StorageOperation.DOWNLOAD, key);
    }
    ByteSelection.Slice range = options.range().resolve(key, info.sizeBytes());
    InputStream body =
        new ByteArrayInputStream(
            object.bytes(), Math.toIntExact(range.offset()), Math.toIntExact(range.length()));
    return new DriverDownload(info, range, body);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    admit(StorageOperation.STAT, key, call);
    return Optional.ofNullable(find(key)).map(MemoryObject::info);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    admitWrite(StorageOperation.DELETE, key, call);
    lock.lock();
    try {
      check(StorageOperation.DELETE, key, condition);
      objects.remove(key.value());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    admitWrite(StorageOperation.COPY, target, call);
    lock.lock();
    try {
      MemoryObject object = objects.get(source.value());
      if (object == null) {
        throw notFound(StorageOperation.COPY, source);
      }
      check(StorageOperation.COPY, target, options.condition());
      return insert(StorageOperation.COPY, target, object);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    admit(StorageOperation.LIST, null, call);
    lock.lock();
    try {
      return MemoryListing.page(objects, query);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps what is stored: the driver goes on working. */
  @Override
  public void close() {
    // Nothing is owned but memory.
  }

  private ObjectInfo publish(
      StorageKey key, byte[] bytes, UploadOptions options, CallContext call) {
    MemoryObject object = MemoryObject.written(key, bytes, options, "unpublished", EPOCH);
    admit(StorageOperation.UPLOAD, key, call);
    lock.lock();
    try {
      check(StorageOperation.UPLOAD, key, options.condition());
      return insert(StorageOperation.UPLOAD, key, object);
    } finally {
      lock.unlock();
    }
  }

  /** Puts a version in place; under the lock, the condition holds. */
  private ObjectInfo insert(StorageOperation operation, StorageKey key, MemoryObject content) {
    if (!capabilities.contains(Capability.KEY_BESIDE_PREFIX)) {
      checkConflict(operation, key);
    }
    writes++;
    Instant now = clock == null ? EPOCH.plusSeconds(writes) : clock.instant();
    String etag = etags == null ? Long.toString(writes) : etags.get();
    MemoryObject old = objects.get(key.value());
    MemoryObject object = content.as(key, etag, now, old == null ? now : old.info().created());
    objects.put(key.value(), object);
    return object.info();
  }

  private void checkConflict(StorageOperation operation, StorageKey key) {
    String value = key.value();
    String inside = objects.ceilingKey(value + '/');
    boolean conflict = inside != null && inside.startsWith(value + '/');
    for (int slash = value.indexOf('/'); slash > 0; slash = value.indexOf('/', slash + 1)) {
      conflict |= objects.containsKey(value.substring(0, slash));
    }
    if (conflict) {
      throw failure(Kind.KEY_CONFLICT, operation, key)
          .reason("an object and a prefix would have the same name")
          .build();
    }
  }

  /** Under the lock. */
  private void check(StorageOperation operation, StorageKey key, WriteCondition condition) {
    MemoryObject present = objects.get(key.value());
    boolean holds = true;
    if (condition instanceof WriteCondition.IfAbsent) {
      holds = present == null;
    } else if (condition instanceof WriteCondition.IfMatch match) {
      holds = present != null && present.info().etag().equals(match.etag());
    }
    if (!holds) {
      throw conditionFailed(operation, key);
    }
  }

  private @Nullable MemoryObject find(StorageKey key) {
    lock.lock();
    try {
      return objects.get(key.value());
    } finally {
      lock.unlock();
    }
  }

  private void admitWrite(StorageOperation operation, StorageKey key, CallContext call) {
    if (!capabilities.contains(Capability.WRITE)) {
      throw failure(Kind.READ_ONLY, operation, key).reason("it can only be read").build();
    }
    admit(operation, key, call);
  }

  private void admit(StorageOperation operation, @Nullable StorageKey key, CallContext call) {
    if (Thread.currentThread().isInterrupted()) {
      throw failure(Kind.CANCELLED, operation, key).reason("the thread was interrupted").build();
    }
    if (call.remaining().isZero()) {
      throw failure(Kind.TIMEOUT, operation, key).reason("no time was left").build();
    }
  }

  private StorageException notFound(StorageOperation operation, StorageKey key) {
    return failure(Kind.NOT_FOUND, operation, key).reason("there is no such object").build();
  }

  private StorageException conditionFailed(StorageOperation operation, StorageKey key) {
    return failure(Kind.PRECONDITION_FAILED, operation, key)
        .reason("the condition does not hold of the present object")
        .build();
  }

  private StorageExceptionBuilder failure(
      Kind kind, StorageOperation operation, @Nullable StorageKey key) {
    StorageExceptionBuilder builder =
        StorageException.builder(kind).operation(operation).where(name);
    return key == null ? builder : builder.key(key);
  }

  /** A write in pieces: collects them, publishes in {@link #commit()}. */
  private final class Session implements DriverUpload {

    private final StorageKey key;
    private final UploadOptions options;
    private final CallContext call;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();

    private Session(StorageKey key, UploadOptions options, CallContext call) {
      this.key = key;
      this.options = options;
      this.call = call;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      admit(StorageOperation.UPLOAD, key, call);
      pieces.write(bytes, offset, length);
    }

    @Override
    public ObjectInfo commit() {
      return publish(key, pieces.toByteArray(), options, call);
    }

    @Override
    public void close() {
      pieces.reset();
    }
  }

  /** Builds a {@link MemoryDriver}. Not thread-safe. */
  public static final class Builder {

    private String name = "memory";
    private Set<Capability> capabilities =
        EnumSet.complementOf(EnumSet.of(Capability.PRESIGN));
    private @Nullable InstantSource clock;
    private @Nullable Supplier<String> etags;

    private Builder() {}

    /** What {@link MemoryDriver#name()} says. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * What the store can do, for tests of what happens where a capability is missing. Without {@code
     * WRITE} every write fails as {@code READ_ONLY}, without {@code KEY_BESIDE_PREFIX} as {@code
     * KEY_CONFLICT} where it applies; of the others the store only says that it has them or not, as
     * the library asks before it calls.
     */
    public Builder capabilities(Set<Capability> capabilities) {
      this.capabilities = Set.copyOf(capabilities);
      return this;
    }

    /** Gives the times of objects. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Gives an ETag for each write; none may come twice. Called one at a time. */
    public Builder etags(Supplier<String> etags) {
      this.etags = Objects.requireNonNull(etags, "etags");
      return this;
    }

    /**
     * The store, empty.
     *
     * @throws IllegalArgumentException if the name is empty or {@code PRESIGN} is claimed
     */
    public MemoryDriver build() {
      if (name.isEmpty() || capabilities.contains(Capability.PRESIGN)) {
        throw new IllegalArgumentException(
            "a memory driver needs a name and cannot presign: '" + name + "', " + capabilities);
      }
      return new MemoryDriver(this);
    }
  }
}
