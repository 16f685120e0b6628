// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.storage.spi.ListPage;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gives each attempt the time it may take, and ends bodies that move too slowly. Arithmetic alone:
 * that a wait ends in time is the driver's part, as {@link CallContext#remaining()} says.
 */
public final class TimeoutLayer extends ForwardingDriver {

  private final TimeLimits limits;

  /** Bounds requests of {@code below}. */
  public TimeoutLayer(StorageDriver below, TimeLimits limits) {
    super(below);
    this.limits = limits;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    OptionalLong length = content.length();
    Attempt attempt = Attempt.within(call, limits.forUpload(length.orElse(0L)));
    Content watched =
        length.isPresent() ? content : new WatchedContent(content, key, attempt, limits);
    return below().put(key, watched, options, attempt);
  }

  /** Each piece, and the commit, has the time for all bytes so far: it may send what was kept. */
  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    Attempt attempt = Attempt.within(call, limits.forControl());
    return new ForwardingUpload(below().begin(key, options, attempt)) {

      private long written;

      @Override
      public void write(byte[] bytes, int offset, int length) {
        written += length;
        attempt.renew(limits.forUpload(written));
        super.write(bytes, offset, length);
      }

      @Override
      public ObjectInfo commit() {
        attempt.renew(limits.forUpload(written));
        return super.commit();
      }
    };
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    DriverDownload opened = below().get(key, options, control(call));
    return limits.watching()
        ? new DriverDownload(opened.info(), opened.range(), new WatchedBody(opened, limits))
        : opened;
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return below().stat(key, control(call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    below().delete(key, condition, control(call));
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return below().copy(source, target, options, control(call));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return below().list(query, control(call));
  }

  private Attempt control(CallContext call) {
    return Attempt.within(call, limits.forControl());
  }
}
