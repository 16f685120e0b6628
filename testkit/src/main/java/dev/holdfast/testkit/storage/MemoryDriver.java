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
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  private final String name;
  private final Set<Capability> capabilities;
  private final MemoryObjects objects;

  private MemoryDriver(Builder builder) {
    this.name = builder.name;
    this.capabilities = Set.copyOf(builder.capabilities);
    this.objects = new MemoryObjects(name, capabilities, builder.clock, builder.etags);
  }

  /** A new, empty store with the defaults of {@link #builder()}. */
  public static MemoryDriver create() {
    return builder().build();
  }

  /**
   * Begins a new, empty store. Defaults: named {@code memory}, all capabilities but {@code
   * PRESIGN}, ETags counted from 1, a clock that begins with 2020 and advances by a second with
   * each write.
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
  public boolean keepsWriteIds() {
    return true;
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
    MemoryObject object = objects.find(key);
    if (object == null) {
      throw failure(Kind.NOT_FOUND, StorageOperation.DOWNLOAD, key)
          .reason("there is no such object")
          .build();
    }
    ObjectInfo info = object.info();
    if (options.ifMatch().isPresent() && !options.ifMatch().get().equals(info.etag())) {
      throw failure(Kind.PRECONDITION_FAILED, StorageOperation.DOWNLOAD, key)
          .reason("the object has another ETag")
          .build();
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
    return Optional.ofNullable(objects.find(key)).map(MemoryObject::info);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    admitWrite(StorageOperation.DELETE, key, call);
    objects.delete(key, condition);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    admitWrite(StorageOperation.COPY, target, call);
    return objects.copy(source, target, options.condition(), call.writeId().orElse(null));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    admit(StorageOperation.LIST, null, call);
    return objects.list(query);
  }

  /** Does nothing: what is stored can still be read, and the driver goes on working. */
  @Override
  public void close() {
    // Nothing is held but memory.
  }

  private ObjectInfo publish(
      StorageKey key, byte[] bytes, UploadOptions options, CallContext call) {
    MemoryObject object = MemoryObject.unpublished(key, bytes, options);
    admit(StorageOperation.UPLOAD, key, call);
    return objects.put(key, object, options.condition(), call.writeId().orElse(null));
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
    private Set<Capability> capabilities = EnumSet.complementOf(EnumSet.of(Capability.PRESIGN));
    private @Nullable InstantSource clock;
    private @Nullable Supplier<String> etags;

    private Builder() {}

    /** What {@link MemoryDriver#name()} says. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * What the store can do, for tests of what happens where a capability is missing. Without
     * {@code WRITE} every write fails as {@code READ_ONLY}, without {@code KEY_BESIDE_PREFIX} as
     * {@code KEY_CONFLICT} where it applies; of the others the store only says that it has them or
     * not, as the library asks before it calls.
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
