// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A driver in memory of which single methods can be bent by a test. */
final class BentDriver implements StorageDriver {

  /** What a bent driver does instead of a put. */
  @FunctionalInterface
  interface Put {
    ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call)
        throws IOException;
  }

  final MemoryDriver memory;
  final AtomicInteger closed = new AtomicInteger();
  Set<Capability> capabilities;
  boolean keepsWriteIds = true;
  Put put;
  Runnable before = () -> {};
  Runnable closing = () -> {};
  UnaryOperator<DriverDownload> download = UnaryOperator.identity();
  UnaryOperator<DriverUpload> session = UnaryOperator.identity();
  UnaryOperator<ListPage> page = UnaryOperator.identity();

  BentDriver() {
    this(MemoryDriver.create());
  }

  BentDriver(Set<Capability> capabilities) {
    this(MemoryDriver.builder().capabilities(capabilities).build());
  }

  private BentDriver(MemoryDriver memory) {
    this.memory = memory;
    this.put = memory::put;
    this.capabilities = memory.capabilities();
  }

  @Override
  public String name() {
    return memory.name();
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public boolean keepsWriteIds() {
    return keepsWriteIds;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    before.run();
    try {
      return put.put(key, content, options, call);
    } catch (IOException e) {
      throw new AssertionError("content threw a checked exception", e);
    }
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    before.run();
    return session.apply(memory.begin(key, options, call));
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    before.run();
    return download.apply(memory.get(key, options, call));
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    before.run();
    return memory.stat(key, call);
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    before.run();
    memory.delete(key, condition, call);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    before.run();
    return memory.copy(source, target, options, call);
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    before.run();
    return page.apply(memory.list(query, call));
  }

  @Override
  public PresignedRequest presign(PresignRequest request) {
    before.run();
    return new PresignedRequest(
        request.method(), URI.create("https://host/x?signature=1"), Map.of(), Instant.EPOCH);
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    closing.run();
    memory.close();
  }
}
