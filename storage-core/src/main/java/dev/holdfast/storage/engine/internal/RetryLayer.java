// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
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
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what failed and may be repeated, finds out what became of writes whose answer was lost,
 * and continues bodies that broke off. What may be repeated: decision record 10.
 */
public final class RetryLayer extends ForwardingDriver {

  private final Repeats repeats;

  /**
   * Repeats requests of {@code below}.
   *
   * @param budget shared by all storages that talk to the same servers
   */
  public RetryLayer(
      StorageDriver below,
      RetryPolicy policy,
      RetryBudget budget,
      Environment environment,
      Measures measures) {
    super(below);
    this.repeats = new Repeats(policy, budget, environment, measures);
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    OpenedContent watched = new OpenedContent(content);
    return write(StorageOperation.UPLOAD, key, call)
        .send(attempt -> below().put(key, watched, options, attempt), watched::canBeSent);
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return write(StorageOperation.COPY, target, call)
        .send(attempt -> below().copy(source, target, options, attempt), () -> true);
  }

  /** Only its beginning can be repeated; a commit whose answer was lost is looked for. */
  @Override
  public DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    String writeId = writeId();
    Attempt[] session = new Attempt[1];
    DriverUpload upload =
        repeat(
            StorageOperation.UPLOAD,
            call,
            writeId,
            failure -> failure.outcome() == Outcome.NOT_APPLIED,
            attempt -> {
              session[0] = attempt;
              return below().begin(key, options, attempt);
            });
    return new ForwardingUpload(upload) {
      @Override
      public ObjectInfo commit() {
        Write write = new Write(below(), repeats, StorageOperation.UPLOAD, key, call, writeId);
        try {
          return super.commit();
        } catch (StorageException e) {
          return write.resolve(session[0], e);
        }
      }
    };
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    DriverDownload opened =
        repeat(
            StorageOperation.DOWNLOAD,
            call,
            null,
            failure -> true,
            attempt -> below().get(key, options, attempt));
    ResumingBody body = new ResumingBody(below(), repeats, options, call, opened);
    return new DriverDownload(opened.info(), opened.range(), body);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return repeat(
        StorageOperation.STAT, call, null, failure -> true, attempt -> below().stat(key, attempt));
  }

  @Override
  public ListPage list(ListQuery query, CallContext call) {
    return repeat(
        StorageOperation.LIST,
        call,
        null,
        failure -> true,
        attempt -> below().list(query, attempt));
  }

  /** Absence proves nothing while a delete may be on its way: that one is never repeated. */
  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    boolean unconditional = condition instanceof WriteCondition.Any;
    StorageKey ignored =
        repeat(
            StorageOperation.DELETE,
            call,
            null,
            failure ->
                failure.outcome() == Outcome.NOT_APPLIED || (failure.settled() && unconditional),
            attempt -> {
              below().delete(key, condition, attempt);
              return key;
            });
  }

  private Write write(StorageOperation operation, StorageKey key, CallContext call) {
    repeats.budget().deposit();
    return new Write(below(), repeats, operation, key, call, writeId());
  }

  /** Names one write; null where the driver would forget it. */
  private @Nullable String writeId() {
    if (!keepsWriteIds()) {
      return null;
    }
    RandomGenerator random = repeats.environment().random();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  private <T> T repeat(
      StorageOperation operation,
      CallContext call,
      @Nullable String writeId,
      Predicate<StorageException> repeatable,
      Function<Attempt, T> request) {
    repeats.budget().deposit();
    Tries tries = new Tries(repeats, operation, call);
    while (true) {
      Attempt attempt = Attempt.of(call, writeId);
      try {
        return request.apply(attempt);
      } catch (StorageException e) {
        tries.failed(attempt, e);
        if (Tries.stopped(attempt) || !e.kind().passing() || !repeatable.test(e)) {
          throw tries.end(e);
        }
        tries.next(e);
        tries.taken(Measure.RETRY);
      }
    }
  }
}
