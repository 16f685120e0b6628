// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.Objects;

/**
 * What the header of a copy names.
 *
 * @param bucket the bucket
 * @param key the decoded key
 * @param version the id of a version, or empty for the current one
 */
record CopySource(String bucket, String key, String version) {
  private static final String HEADER = "x-amz-copy-source";
  private static final String VERSION = "?versionId=";

  static CopySource of(Call call) {
    String header = Objects.requireNonNull(call.header(HEADER), HEADER);
    int mark = header.indexOf(VERSION);
    String version = mark < 0 ? "" : header.substring(mark + VERSION.length());
    String path = Percent.decode(mark < 0 ? header : header.substring(0, mark), false);
    String name = path.startsWith("/") ? path.substring(1) : path;
    int slash = name.indexOf('/');
    if (slash <= 0 || slash == name.length() - 1) {
      throw S3Error.invalidArgument(HEADER, header);
    }
    return new CopySource(name.substring(0, slash), name.substring(slash + 1), version);
  }

  /** Whether source and target are the same. */
  boolean is(S3Request target) {
    return bucket.equals(target.bucket()) && key.equals(target.key());
  }
}
