// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what came with what the client says it sent. */
final class Integrity {
  private Integrity() {}

  /**
   * Checks Content-MD5, the hash of the signature and the checksums of a body.
   *
   * @return the checksums that came, by header
   * @throws S3Error if one is wrong
   */
  static Map<String, String> verify(S3Request request, Received received, S3Dialect dialect) {
    String md5 = request.header("content-md5");
    if (md5 != null && !Digests.hex(decoded(md5)).equals(received.md5())) {
      throw badDigest("Content-MD5");
    }
    String hash = request.header("x-amz-content-sha256");
    if (hash != null && hash.length() == 64 && !hash.equals(received.sha256())) {
      throw hashMismatch();
    }
    Map<String, String> checksums = new TreeMap<>();
    boolean ofObject = request.operation() == S3Operation.COMPLETE_MULTIPART_UPLOAD;
    if (!dialect.checksums() || ofObject) {
      return checksums;
    }
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String sent = sent(request, received, algorithm);
      if (sent != null) {
        if (received.kept() && !sent.equals(algorithm.of(received.body()))) {
          throw badDigest(algorithm.name());
        }
        checksums.put(algorithm.header(), sent);
      }
    }
    return checksums;
  }

  /** A body that is not what its signature says, or is framed as this server does not know. */
  static S3Error hashMismatch() {
    return new S3Error(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.");
  }

  static S3Error badDigest(String name) {
    return new S3Error(
        400, "BadDigest", "The " + name + " you specified did not match the calculated one.");
  }

  private static @Nullable String sent(
      S3Request request, Received received, ChecksumAlgorithm algorithm) {
    String header = request.header(algorithm.header());
    return header == null ? received.trailers().get(algorithm.header()) : header;
  }

  private static byte[] decoded(String md5) {
    try {
      byte[] bytes = Base64.getDecoder().decode(md5);
      if (bytes.length == 16) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
    throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
}
