// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
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
import java.util.function.Supplier;

/**
 * Counts what really goes to the driver, and tells the observer how each request ended: a download
 * until its first byte, a session once, at its commit. Stands next to the driver, so what other
 * layers refuse is no request. Thread-safe.
 */
public final class CountLayer extends ForwardingDriver {

  private final Ticker ticker;
  private final Measures measures;

  /** Counts requests of {@code below}. */
  public CountLayer(StorageDriver below, Ticker ticker, Measures measures) {
    super(below);
    this.ticker = ticker;
    this.measures = measures;
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    return sent(StorageOperation.UPLOAD, call, () -> below().put(key, content, options, call));
  }

  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    Attempt.sent(call);
    return new ForwardingUpload(below().begin(key, options, call)) {
      @Override
      public ObjectInfo commit() {
        return reported(StorageOperation.UPLOAD, true, super::commit);
      }
    };
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    return sent(StorageOperation.DOWNLOAD, call, () -> below().get(key, options, call));
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return sent(StorageOperation.STAT, call, () -> below().stat(key, call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    StorageKey ignored =
        sent(
            StorageOperation.DELETE,
            call,
            () -> {
              below().delete(key, condition, call);
              return key;
            });
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return sent(StorageOperation.COPY, call, () -> below().copy(source, target, options, call));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return sent(StorageOperation.LIST, call, () -> below().list(query, call));
  }

  private <T> T sent(StorageOperation request, CallContext call, Supplier<T> work) {
    Attempt.sent(call);
    return reported(Attempt.operation(call, request), writes(request), work);
  }

  private <T> T reported(StorageOperation operation, boolean writes, Supplier<T> work) {
    long began = ticker.nanos();
    T result;
    try {
      result = work.get();
    } catch (StorageException e) {
      measures.attempt(operation, since(began), e);
      throw e;
    } catch (RuntimeException
        | Error e) { // content may pass its own through; a driver may be wrong
      measures.attempt(operation, since(began), broken(operation, writes, e));
      throw e;
    }
    measures.attempt(operation, since(began), null);
    return result;
  }

  private Duration since(long began) {
    return Duration.ofNanos(ticker.nanos() - began);
  }

  /** A fault of the driver, or of content that it passes on, as data. */
  private StorageException broken(StorageOperation operation, boolean writes, Throwable thrown) {
    return StorageException.builder(Kind.UNAVAILABLE)
        .operation(operation)
        .where(measures.storage())
        .outcome(writes ? Outcome.UNKNOWN : Outcome.NOT_APPLIED)
        .reason("the driver or the content threw a " + thrown.getClass().getName())
        .cause(thrown)
        .build();
  }

  private static boolean writes(StorageOperation request) {
    return switch (request) {
      case UPLOAD, COPY, DELETE -> true;
      default -> false;
    };
  }
}
