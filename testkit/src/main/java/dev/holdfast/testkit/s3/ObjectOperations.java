// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Put, get and head. */
final class ObjectOperations {
  private static final int KEY_BYTES = 1024;

  private final S3State state;

  ObjectOperations(S3State state) {
    this.state = state;
  }

  HttpAnswer put(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    checkKey(call, bucket);
    checkSize(call, call.received().body().size());
    Attributes attributes = Attributes.of(call);
    Preconditions.forWrite(call, bucket.current(call.key()));
    Version version = state.store(call, typed(call.content()), attributes);
    HttpAnswer answer = ObjectAnswers.written(new HttpAnswer(200), version);
    version.content().checksums().forEach(answer::header);
    return answer.header("etag", version.content().etag());
  }

  HttpAnswer get(Call call) {
    Version version = wanted(call);
    if (Preconditions.forRead(call, version)) {
      return ObjectAnswers.described(new HttpAnswer(304), call, version, false);
    }
    Body body = version.content().body();
    ByteRange range = ByteRange.of(call.header("range"), body.size());
    if (range == null) {
      return ObjectAnswers.described(new HttpAnswer(200), call, version, true).body(body);
    }
    return ObjectAnswers.described(new HttpAnswer(206), call, version, false)
        .header("content-range", range.described(body.size()))
        .body(body.slice(range.from(), range.length()));
  }

  HttpAnswer head(Call call) {
    return get(call);
  }

  /** The checksums of a put are those of the object. */
  private static Content typed(Content content) {
    if (content.checksums().isEmpty()) {
      return content;
    }
    Map<String, String> checksums = new TreeMap<>(content.checksums());
    checksums.put("x-amz-checksum-type", "FULL_OBJECT");
    return new Content(content.body(), content.etag(), checksums);
  }

  /** Checks a key before something is stored under it. */
  static void checkKey(Call call, Bucket bucket) {
    String key = call.key();
    if (key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES) {
      throw new S3Error(400, "KeyTooLongError", "Your key is too long.");
    }
    if (!call.dialect().prefixConflicts()) {
      return;
    }
    for (String other : bucket.keys()) {
      if (key.startsWith(other + "/")) {
        throw new S3Error(400, "XMinioParentIsObject", "A parent of the key is an object.");
      }
      if (other.startsWith(key + "/")) {
        throw new S3Error(409, "XMinioObjectExistsAsDirectory", "The key is a directory.");
      }
    }
  }

  /** Checks the size of what one request stores. */
  static void checkSize(Call call, long size) {
    if (size > call.dialect().maxPutBytes()) {
      throw new S3Error(400, "EntityTooLarge", "Your upload exceeds the maximum allowed size.")
          .with("ProposedSize", Long.toString(size));
    }
  }

  private Version wanted(Call call) {
    Map<String, String> query = call.request().query();
    Bucket bucket = state.bucket(call.request().bucket());
    Version version = bucket.version(call.key(), query.getOrDefault("versionId", ""));
    if (version.marker()) {
      throw new S3Error(405, "MethodNotAllowed", "The version is a delete marker.")
          .header("x-amz-delete-marker", "true");
    }
    return version;
  }
}
