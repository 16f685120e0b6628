// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
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
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Stops requests to a backend that has been failing, by one breaker each for reads, writes and
 * listings. Thread-safe.
 *
 * <p>Failures are the kinds that speak about the health of the backend. A missing object or a
 * refused permission is an answer; what this process itself lacks, a cancelled call and content
 * that failed say nothing; neither does a timeout of an attempt that had less time than a working
 * backend may need. A refused request fails as {@code UNAVAILABLE} and is never sent. What has been
 * let in, a session or an open body, goes on while the breaker is open.
 */
public final class BreakLayer extends ForwardingDriver {

  private final Gate reads;
  private final Gate writes;
  private final Gate listings;
  private final LongFunction<Duration> patience;

  /**
   * A layer around a driver.
   *
   * @param patience how long a working backend may take for a request that sends so many bytes;
   *     asked with zero where there are none or nobody knows
   */
  public BreakLayer(
      StorageDriver below,
      BreakerSettings settings,
      LongFunction<Duration> patience,
      Ticker ticker,
      Measures measures) {
    super(below);
    this.reads = new Gate("reads", settings, ticker, measures);
    this.writes = new Gate("writes", settings, ticker, measures);
    this.listings = new Gate("listings", settings, ticker, measures);
    this.patience = patience;
  }

  /** Whether no breaker is open or trying. */
  public boolean calm() {
    return reads.calm() && writes.calm() && listings.calm();
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return writes.pass(
        StorageOperation.UPLOAD,
        key,
        call,
        patient(call, content.length().orElse(0L)),
        () -> below().put(key, content, options, call));
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    DriverUpload upload =
        writes.admit(
            StorageOperation.UPLOAD,
            key,
            call,
            patient(call, 0L),
            () -> below().begin(key, options, call));
    return new JudgedUpload(upload, writes, bytes -> patient(call, bytes));
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    DriverDownload opened =
        reads.pass(
            StorageOperation.DOWNLOAD,
            key,
            call,
            patient(call, 0L),
            () -> below().get(key, options, call));
    return new DriverDownload(opened.info(), opened.range(), new JudgedBody(opened.body(), reads));
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return reads.pass(
        StorageOperation.STAT, key, call, patient(call, 0L), () -> below().stat(key, call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    StorageKey ignored =
        writes.pass(
            StorageOperation.DELETE,
            key,
            call,
            patient(call, 0L),
            () -> {
              below().delete(key, condition, call);
              return key;
            });
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return writes.pass(
        StorageOperation.COPY,
        target,
        call,
        patient(call, 0L),
        () -> below().copy(source, target, options, call));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return listings.pass(
        StorageOperation.LIST, null, call, patient(call, 0L), () -> below().list(query, call));
  }

  private boolean patient(CallContext call, long bytes) {
    return call.remaining().compareTo(patience.apply(bytes)) >= 0;
  }
}
