// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Objects as answers describe them.
 *
 * @param clock where a server does not tell the time
 */
record ObjectInfos(InstantSource clock) {

  /** An object as HEAD tells of it; without its tags. */
  ObjectInfo of(StorageKey key, HeadObjectResponse head) {
    long size = head.contentLength() == null ? 0L : head.contentLength();
    return described(ObjectInfo.builder(key, size), head.metadata())
        .etag(Etag.plain(head.eTag()))
        .modified(head.lastModified() == null ? dated(head) : head.lastModified())
        .contentType(head.contentType())
        .version(head.versionId())
        .build();
  }

  /** An object as GET tells of it; without its tags. */
  ObjectInfo of(StorageKey key, GetObjectResponse get, long size) {
    return described(ObjectInfo.builder(key, size), get.metadata())
        .etag(Etag.plain(get.eTag()))
        .modified(get.lastModified() == null ? dated(get) : get.lastModified())
        .contentType(get.contentType())
        .version(get.versionId())
        .build();
  }

  /** The same object with its tags. */
  static ObjectInfo tagged(ObjectInfo info, Map<String, String> tags) {
    return ObjectInfo.builder(info.key(), info.sizeBytes())
        .etag(info.etag())
        .modified(info.modified())
        .created(info.created())
        .contentType(info.contentType().orElse(null))
        .fileName(info.fileName().orElse(null))
        .checksum(info.checksum().orElse(null))
        .version(info.version().orElse(null))
        .writeId(info.writeId().orElse(null))
        .metadata(info.metadata())
        .tags(tags)
        .build();
  }

  /** When an answer was given, by the server's clock. */
  Instant dated(SdkResponse answer) {
    try {
      return Optional.ofNullable(answer.sdkHttpResponse())
          .flatMap(http -> http.firstMatchingHeader("Date"))
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .orElseGet(clock::instant);
    } catch (DateTimeException e) { // the server did not say it well
      return clock.instant();
    }
  }

  private static ObjectInfo.Builder described(
      ObjectInfo.Builder info, @Nullable Map<String, String> metadata) {
    Described described = MetadataCodec.decode(metadata == null ? Map.of() : metadata);
    return info.fileName(described.fileName())
        .checksum(described.checksum())
        .writeId(described.writeId())
        .metadata(described.metadata());
  }
}
