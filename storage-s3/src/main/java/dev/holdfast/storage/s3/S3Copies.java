// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/**
 * Copies on the server: one request up to 5 GiB, in parts beyond that or where one request cannot
 * have a condition. What is copied is the version that was looked at first; should the source be
 * replaced meanwhile, it is looked at again.
 */
final class S3Copies {

  private static final int MOST_LOOKS = 3;

  private final S3Parts parts;

  S3Copies(S3Parts parts) {
    this.parts = parts;
  }

  ObjectInfo copy(StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    Request request = Request.writing(StorageOperation.COPY, target, options.condition());
    for (int look = 1; ; look++) {
      Source seen = look(source, call);
      try {
        return copy(seen, target, options.condition(), request, call);
      } catch (StorageException e) {
        boolean moved = e.kind() == Kind.PRECONDITION_FAILED && changed(seen, call);
        if (!moved) {
          throw e;
        }
        if (look == MOST_LOOKS) {
          throw parts
              .errors()
              .failure(Kind.THROTTLED, request)
              .reason("the source was replaced again and again while it was copied")
              .advice("try again")
              .cause(e)
              .build();
        }
      }
    }
  }

  private ObjectInfo copy(
      Source source,
      StorageKey target,
      WriteCondition condition,
      Request request,
      CallContext call) {
    boolean plain = condition instanceof WriteCondition.Any || parts.traits().conditionalCopy();
    boolean small = source.size() <= parts.transfers().copyBytes();
    return small && plain
        ? inOneRequest(source, target, condition, request, call)
        : inParts(source, target, condition, request, call);
  }

  private ObjectInfo inOneRequest(
      Source source,
      StorageKey target,
      WriteCondition condition,
      Request request,
      CallContext call) {
    Described described = source.described().by(call.writeId().orElse(null));
    Map<String, String> metadata = MultipartCalls.metadata(parts, request, described);
    CopyObjectResponse answer =
        parts.make(
            request,
            call,
            (client, limits) ->
                client.copyObject(
                    copy -> {
                      describe(copy, source.head())
                          .sourceKey(parts.bucket().object(source.key()))
                          .destinationKey(parts.bucket().object(target))
                          .metadata(metadata)
                          .overrideConfiguration(limits);
                      WriteHeaders.condition(condition, copy);
                    }));
    CopyObjectResult result = answer.copyObjectResult();
    if (result == null || result.eTag() == null) {
      throw parts.errors().withoutEtag(request);
    }
    Instant modified =
        result.lastModified() == null ? parts.infos().dated(answer) : result.lastModified();
    Completion.Made made =
        new Completion.Made(Etag.plain(result.eTag()), modified, answer.versionId());
    return source.as(target, made, described);
  }

  /** The metadata has to be replaced, for the write id in it, and then all of it has to be told. */
  private CopyObjectRequest.Builder describe(
      CopyObjectRequest.Builder copy, HeadObjectResponse head) {
    return parts
        .headers()
        .on(copy)
        .sourceBucket(parts.bucket().name())
        .copySourceIfMatch(head.eTag())
        .destinationBucket(parts.bucket().name())
        .metadataDirective(MetadataDirective.REPLACE)
        .contentType(head.contentType())
        .contentEncoding(head.contentEncoding())
        .contentLanguage(head.contentLanguage())
        .contentDisposition(head.contentDisposition())
        .cacheControl(head.cacheControl());
  }

  private ObjectInfo inParts(
      Source source,
      StorageKey target,
      WriteCondition condition,
      Request request,
      CallContext call) {
    String writeId = call.writeId().orElseGet(() -> S3Upload.drawn(parts));
    Described described = source.described().by(writeId);
    Request part = Request.reading(StorageOperation.COPY, target);
    Multipart upload = begin(source, part, described, call);
    boolean done = false;
    Completion completion = new Completion(parts, request, upload, condition, writeId);
    try {
      long step = parts.transfers().copyBytes();
      if (source.size() == 0L) {
        upload.send(new PartOfObject(parts, part, upload, source.range(0, 0)));
      }
      for (long offset = 0; offset < source.size(); offset += step) {
        long length = Math.min(step, source.size() - offset);
        upload.send(new PartOfObject(parts, part, upload, source.range(offset, length)));
      }
      Completion.Made made = completion.run(upload.await());
      done = true;
      return source.as(target, made, described);
    } finally {
      if (!done && !completion.unknown()) {
        upload.abandon();
      }
    }
  }

  private Multipart begin(Source source, Request part, Described described, CallContext call) {
    HeadObjectResponse head = source.head();
    return MultipartCalls.create(
        parts,
        part,
        call,
        described,
        source.tags(),
        create ->
            create
                .contentType(head.contentType())
                .contentEncoding(head.contentEncoding())
                .contentLanguage(head.contentLanguage())
                .contentDisposition(head.contentDisposition())
                .cacheControl(head.cacheControl()));
  }

  private Source look(StorageKey key, CallContext call) {
    Request request = Request.reading(StorageOperation.COPY, key);
    HeadObjectResponse head =
        Lookup.head(parts, key, request, call)
            .orElseThrow(() -> parts.errors().failure(Kind.NOT_FOUND, request).build());
    Map<String, String> tags =
        Tags.of(parts, key, head.tagCount(), head.versionId(), request, call);
    return new Source(key, head, MetadataCodec.decode(head.metadata()), tags);
  }

  private boolean changed(Source seen, CallContext call) {
    Request request = Request.reading(StorageOperation.COPY, seen.key());
    return !Lookup.head(parts, seen.key(), request, call)
        .map(HeadObjectResponse::eTag)
        .equals(Optional.ofNullable(seen.head().eTag()));
  }

  /** What is copied. */
  private record Source(
      StorageKey key, HeadObjectResponse head, Described described, Map<String, String> tags) {

    long size() {
      return head.contentLength() == null ? 0L : head.contentLength();
    }

    MultipartCalls.CopyRange range(long offset, long length) {
      return new MultipartCalls.CopyRange(key, Etag.plain(head.eTag()), offset, length);
    }

    /** The copy. */
    ObjectInfo as(StorageKey target, Completion.Made made, Described kept) {
      return ObjectInfo.builder(target, size())
          .etag(made.etag())
          .modified(made.modified())
          .version(made.version())
          .contentType(head.contentType())
          .fileName(kept.fileName())
          .checksum(kept.checksum())
          .writeId(kept.writeId())
          .metadata(kept.metadata())
          .tags(tags)
          .build();
    }
  }

  /** A part whose bytes the server has; of an empty object there is one, and it is empty. */
  private record PartOfObject(
      S3Parts parts, Request request, Multipart upload, MultipartCalls.CopyRange range)
      implements PartTask.Work {

    @Override
    public CompletedPart send(int number) {
      if (range.length() > 0L) {
        return MultipartCalls.copy(parts, request, upload, number, range);
      }
      WireBody nothing = new WireBody(InputStream::nullInputStream, 0L, OptionalLong.empty());
      return MultipartCalls.upload(parts, request, upload, number, nothing);
    }

    @Override
    public void release() {}
  }
}
