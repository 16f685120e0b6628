// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Map;

/** Header fields that tell about an object. */
final class ObjectAnswers {
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "response-cache-control", "cache-control",
          "response-content-disposition", "content-disposition",
          "response-content-encoding", "content-encoding",
          "response-content-language", "content-language",
          "response-content-type", "content-type",
          "response-expires", "expires");

  private ObjectAnswers() {}

  /** What the answer to a write says besides the ETag. */
  static HttpAnswer written(HttpAnswer answer, Version version) {
    if (!version.id().equals("null")) {
      answer.header("x-amz-version-id", version.id());
    }
    version
        .attributes()
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith("x-amz-server-side-encryption")) {
                answer.header(name, value);
              }
            });
    return answer;
  }

  /** What the answer to a read says, with the checksum if the whole object is read. */
  static HttpAnswer described(HttpAnswer answer, Call call, Version version, boolean whole) {
    version.attributes().headers().forEach(answer::header);
    if (!version.id().equals("null")) {
      answer.header("x-amz-version-id", version.id());
    }
    if (!version.attributes().tags().isEmpty()) {
      answer.header("x-amz-tagging-count", Integer.toString(version.attributes().tags().size()));
    }
    answer.header("accept-ranges", "bytes");
    answer.header("etag", version.content().etag());
    answer.header("last-modified", HttpDates.format(version.modified()));
    boolean asked = call.says("x-amz-checksum-mode", "ENABLED");
    if (whole && asked && call.dialect().checksums()) {
      checksums(version.content()).forEach(answer::header);
    }
    OVERRIDES.forEach(
        (parameter, name) -> {
          String value = call.request().query().get(parameter);
          if (value != null) {
            answer.header(name, value);
          }
        });
    return answer;
  }

  /** The checksums that were given, or the one that the server keeps of every object. */
  private static Map<String, String> checksums(Content content) {
    if (!content.checksums().isEmpty()) {
      return content.checksums();
    }
    ChecksumAlgorithm own = ChecksumAlgorithm.CRC64NVME;
    return Map.of(own.header(), own.of(content.body()), "x-amz-checksum-type", "FULL_OBJECT");
  }
}
