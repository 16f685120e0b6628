// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Copies inside the server, whole and in parts. */
final class CopyOperations {
  private final S3State state;

  CopyOperations(S3State state) {
    this.state = state;
  }

  HttpAnswer copy(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    CopySource name = CopySource.of(call);
    Version source = source(call, name);
    ObjectOperations.checkKey(call, bucket);
    checkCopySize(call, source.content().body().size());
    boolean replaces = call.says("x-amz-metadata-directive", "REPLACE");
    Attributes attributes = attributes(call, source.attributes(), replaces);
    boolean changed =
        replaces || !attributes.equals(source.attributes()) || !name.version().isEmpty();
    if (name.is(call.request()) && !changed) {
      throw new S3Error(
          400, "InvalidRequest", "This copy request is illegal: it copies an object to itself.");
    }
    Preconditions.forWrite(call, bucket.current(call.key()));
    Body body = source.content().body();
    Map<String, String> checksums = checksums(call, source.content());
    Content content = new Content(body, Content.quoted(Digests.of("MD5", body)), checksums);
    Version version = state.store(call, content, attributes);
    HttpAnswer answer =
        HttpAnswer.xml(200, result("CopyObjectResult", version.content(), version.modified()));
    return ObjectAnswers.written(answer, version);
  }

  HttpAnswer copyPart(Call call) {
    Bucket bucket = state.bucket(call.request().bucket());
    Upload upload = bucket.upload(call.key(), call.request().parameter("uploadId", ""));
    Version source = source(call, CopySource.of(call));
    Body body = source.content().body();
    String header = call.header("x-amz-copy-source-range");
    if (header != null) {
      ByteRange range = ByteRange.of(header, body.size());
      if (range == null) {
        throw S3Error.invalidArgument("x-amz-copy-source-range", header);
      }
      body = body.slice(range.from(), range.length());
    }
    checkCopySize(call, body.size());
    ChecksumAlgorithm algorithm = upload.algorithm();
    Map<String, String> checksums =
        algorithm == null ? Map.of() : Map.of(algorithm.header(), algorithm.of(body));
    Content content = new Content(body, Content.quoted(Digests.of("MD5", body)), checksums);
    int number = UploadOperations.partNumber(call);
    Upload.Part part = new Upload.Part(number, content, state.now());
    upload.parts().put(number, part);
    return HttpAnswer.xml(200, result("CopyPartResult", content, part.modified()));
  }

  private Version source(Call call, CopySource name) {
    Version source = state.bucket(name.bucket()).version(name.key(), name.version());
    Preconditions.forSource(call, source);
    return source;
  }

  private static void checkCopySize(Call call, long size) {
    if (size > call.dialect().maxPutBytes()) {
      throw new S3Error(
          400, "InvalidRequest", "The copy source is larger than the maximum for one copy.");
    }
  }

  /** Placement and encryption come from the request, the rest from where the directives say. */
  private static Attributes attributes(Call call, Attributes source, boolean replaces) {
    Attributes sent = Attributes.of(call);
    Map<String, String> headers = new TreeMap<>(replaces ? sent.headers() : source.headers());
    headers.keySet().removeIf(CopyOperations::placement);
    sent.headers()
        .forEach(
            (name, value) -> {
              if (placement(name)) {
                headers.put(name, value);
              }
            });
    boolean newTags = call.says("x-amz-tagging-directive", "REPLACE");
    return new Attributes(Map.copyOf(headers), newTags ? sent.tags() : source.tags());
  }

  private static boolean placement(String name) {
    return name.equals("x-amz-storage-class") || name.startsWith("x-amz-server-side-encryption");
  }

  private static Map<String, String> checksums(Call call, Content source) {
    ChecksumAlgorithm asked = ChecksumAlgorithm.named(call.header("x-amz-checksum-algorithm"));
    Map<String, String> checksums = new TreeMap<>();
    for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
      boolean had = asked == null && source.checksums().containsKey(one.header());
      if (call.dialect().checksums() && (one == asked || had)) {
        checksums.put(one.header(), one.of(source.body()));
        checksums.put("x-amz-checksum-type", "FULL_OBJECT");
      }
    }
    return checksums;
  }

  private static Xml result(String root, Content content, Instant modified) {
    Xml xml = new Xml(root).add("LastModified", HttpDates.iso(modified));
    xml.add("ETag", content.etag());
    for (ChecksumAlgorithm one : ChecksumAlgorithm.values()) {
      String value = content.checksums().get(one.header());
      if (value != null) {
        xml.add(one.element(), value);
      }
    }
    return xml;
  }
}
