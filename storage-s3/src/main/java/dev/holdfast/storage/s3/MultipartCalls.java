// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.CallContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The single requests of multipart uploads, but for the one that completes them. */
final class MultipartCalls {

  private static final Duration LEAST_FOR_ABORT = Duration.ofSeconds(1);
  private static final Duration MOST_FOR_ABORT = Duration.ofSeconds(5);

  private MultipartCalls() {}

  /**
   * Begins an upload.
   *
   * @param content sets the headers of its content
   */
  static Multipart create(
      S3Parts parts,
      Request request,
      CallContext call,
      Described described,
      Map<String, String> tags,
      UnaryOperator<CreateMultipartUploadRequest.Builder> content) {
    StorageKey key = Objects.requireNonNull(request.key());
    Map<String, String> metadata = metadata(parts, request, described);
    S3Calls.Sending<CreateMultipartUploadResponse> sending =
        (client, limits) ->
            client.createMultipartUpload(
                create ->
                    content
                        .apply(parts.headers().on(create))
                        .bucket(parts.bucket().name())
                        .key(parts.bucket().object(key))
                        .metadata(metadata)
                        .tagging(WriteHeaders.tagging(tags))
                        .overrideConfiguration(limits));
    Repeats repeats = parts.transfers().repeats();
    String id =
        repeats.make(call, () -> false, () -> parts.make(request, call, sending)).uploadId();
    if (id == null || id.isEmpty()) {
      throw parts
          .errors()
          .failure(Kind.UNAVAILABLE, request)
          .reason("the server began an upload without an id")
          .build();
    }
    return new Multipart(parts, request, call, id);
  }

  /** Sends one part. */
  static CompletedPart upload(
      S3Parts parts, Request request, Multipart upload, int number, WireBody body) {
    StorageKey key = Objects.requireNonNull(request.key());
    UploadPartResponse answer =
        parts.make(
            request.sending(body),
            upload.call(),
            (client, limits) ->
                client.uploadPart(
                    part ->
                        part.bucket(parts.bucket().name())
                            .key(parts.bucket().object(key))
                            .uploadId(upload.uploadId())
                            .partNumber(number)
                            .overrideConfiguration(limits),
                    body.request()));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .checksumCRC32C(answer.checksumCRC32C())
        .checksumCRC64NVME(answer.checksumCRC64NVME())
        .build();
  }

  /** Copies one part from another object of the bucket, as long as that has the ETag. */
  static CompletedPart copy(
      S3Parts parts, Request request, Multipart upload, int number, CopyRange range) {
    StorageKey key = Objects.requireNonNull(request.key());
    UploadPartCopyResponse answer =
        parts.make(
            request,
            upload.call(),
            (client, limits) ->
                client.uploadPartCopy(
                    part ->
                        part.sourceBucket(parts.bucket().name())
                            .sourceKey(parts.bucket().object(range.source()))
                            .copySourceIfMatch(Etag.quoted(range.etag()))
                            .copySourceRange(range.header())
                            .destinationBucket(parts.bucket().name())
                            .destinationKey(parts.bucket().object(key))
                            .uploadId(upload.uploadId())
                            .partNumber(number)
                            .overrideConfiguration(limits)));
    CopyPartResult result = answer.copyPartResult();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(result.eTag())
        .checksumCRC32(result.checksumCRC32())
        .checksumCRC32C(result.checksumCRC32C())
        .checksumCRC64NVME(result.checksumCRC64NVME())
        .build();
  }

  /** Makes the server forget an upload, within a few seconds. */
  static void abort(S3Parts parts, Request request, CallContext call, String uploadId) {
    StorageKey key = Objects.requireNonNull(request.key());
    Deadline limit = Deadline.after(timeForAbort(call), parts.environment().ticker());
    parts.make(
        request,
        limit::remaining,
        (client, limits) ->
            client.abortMultipartUpload(
                abort ->
                    abort
                        .bucket(parts.bucket().name())
                        .key(parts.bucket().object(key))
                        .uploadId(uploadId)
                        .overrideConfiguration(limits)));
  }

  /** The metadata of a write on the wire. */
  static Map<String, String> metadata(S3Parts parts, Request request, Described described) {
    try {
      return MetadataCodec.encode(described);
    } catch (MetadataCodec.TooLarge e) {
      throw parts
          .errors()
          .failure(Kind.INVALID_METADATA, request)
          .reason(String.valueOf(e.getMessage()))
          .advice("shorten them")
          .build();
    }
  }

  private static Duration timeForAbort(CallContext call) {
    Duration left = call.remaining();
    if (left.compareTo(LEAST_FOR_ABORT) < 0) {
      return LEAST_FOR_ABORT;
    }
    return left.compareTo(MOST_FOR_ABORT) > 0 ? MOST_FOR_ABORT : left;
  }

  /**
   * Bytes of an object that become a part.
   *
   * @param source the object
   * @param etag that it must have
   * @param offset of the first byte
   * @param length how many
   */
  record CopyRange(StorageKey source, String etag, long offset, long length) {

    /** The value of {@code x-amz-copy-source-range}. */
    String header() {
      return "bytes=" + offset + "-" + (offset + length - 1);
    }
  }
}
