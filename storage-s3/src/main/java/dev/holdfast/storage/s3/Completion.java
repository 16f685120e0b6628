// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.WriteCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Makes an object of the parts of an upload. The request may be repeated whatever became of it: an
 * upload is completed once at the most, because it is gone then. Where it is gone, or the condition
 * no longer holds after an attempt that may have been applied, the write id of the object tells
 * whether this upload made it.
 */
final class Completion {

  private final S3Parts parts;
  private final Request request;
  private final Multipart upload;
  private final WriteCondition condition;
  private final String writeId;
  private boolean unknown;

  /**
   * A completion that was not tried yet.
   *
   * @param request that it belongs to, one that changes the object
   * @param writeId that the upload was begun with
   */
  Completion(
      S3Parts parts, Request request, Multipart upload, WriteCondition condition, String writeId) {
    this.parts = parts;
    this.request = request;
    this.upload = upload;
    this.condition = condition;
    this.writeId = writeId;
  }

  /** Whether the object may have been made, so that nothing may be cleaned up. */
  boolean unknown() {
    return unknown;
  }

  /** Tries until it is known what became of the upload, or nothing more may be sent. */
  Made run(List<CompletedPart> stored) {
    Repeats repeats = parts.transfers().repeats();
    repeats.budget().deposit();
    for (int attempt = 1; ; attempt++) {
      try {
        Made made = once(stored);
        unknown = false;
        return made;
      } catch (StorageException e) {
        boolean doubtful = unknown;
        unknown |= e.outcome() == Outcome.UNKNOWN;
        if (gone(e) || (doubtful && e.kind() == Kind.PRECONDITION_FAILED)) {
          unknown = true;
          return resolve(e);
        }
        if (conflict(e) || !repeats.again(e, attempt, upload.call())) {
          throw truth(e);
        }
      }
    }
  }

  private Made once(List<CompletedPart> stored) {
    StorageKey key = Objects.requireNonNull(request.key());
    CompleteMultipartUploadResponse answer =
        parts.make(
            request,
            upload.call(),
            (client, limits) ->
                client.completeMultipartUpload(
                    complete -> {
                      complete
                          .bucket(parts.bucket().name())
                          .key(parts.bucket().object(key))
                          .uploadId(upload.uploadId())
                          .multipartUpload(all -> all.parts(stored))
                          .overrideConfiguration(limits);
                      WriteHeaders.condition(condition, complete);
                    }));
    if (answer.eTag() == null) {
      throw parts.errors().withoutEtag(request);
    }
    Instant modified = parts.infos().dated(answer);
    return new Made(Etag.plain(answer.eTag()), modified, answer.versionId());
  }

  /** Looks whether the object is the one that this upload makes. */
  private Made resolve(StorageException failure) {
    Optional<ObjectInfo> info;
    try {
      info = Lookup.stat(parts, Objects.requireNonNull(request.key()), request, upload.call());
    } catch (StorageException e) {
      failure.addSuppressed(e);
      throw truth(failure);
    }
    if (info.isPresent() && info.get().writeId().equals(Optional.of(writeId))) {
      unknown = false;
      ObjectInfo made = info.get();
      return new Made(made.etag(), made.modified(), made.version().orElse(null));
    }
    throw truth(failure);
  }

  /** The failure, as unknown as the whole completion is. */
  private StorageException truth(StorageException failure) {
    if (!unknown || failure.outcome() == Outcome.UNKNOWN) {
      return failure;
    }
    StorageExceptionBuilder told =
        parts
            .errors()
            .failure(
                failure.kind() == Kind.PRECONDITION_FAILED ? Kind.UNAVAILABLE : failure.kind(),
                request)
            .outcome(Outcome.UNKNOWN)
            .reason(
                "an earlier request to complete the upload was not answered, or the upload is gone")
            .cause(failure);
    return (gone(failure) ? told.settled() : told).build();
  }

  private static boolean gone(StorageException failure) {
    return "NoSuchUpload".equals(code(failure));
  }

  /** The server wants all of the upload anew. */
  private static boolean conflict(StorageException failure) {
    String code = code(failure);
    return "ConditionalRequestConflict".equals(code) || "OperationAborted".equals(code);
  }

  private static @Nullable String code(StorageException failure) {
    AwsErrorDetails details =
        failure.getCause() instanceof AwsServiceException answer ? answer.awsErrorDetails() : null;
    return details == null ? null : details.errorCode();
  }

  /**
   * The object that was made.
   *
   * @param etag without quotes
   * @param modified by the server's clock
   * @param version where the server keeps versions
   */
  record Made(String etag, Instant modified, @Nullable String version) {}
}
