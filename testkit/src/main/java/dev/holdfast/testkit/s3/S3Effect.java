// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Instant;
import java.util.Map;

/**
 * A change of one key in a {@link ScriptedS3}, noted at the moment it took effect. A delete is
 * noted only if there was something to delete.
 *
 * @param order place among all effects of the server, growing with time, the first is 1
 * @param request the number of the request that caused it, see {@link RecordedRequest#number()}
 * @param operation what the request asked for; see {@link #delete()}
 * @param at the server's clock
 * @param key the key
 * @param versionId the version that came to be, or that a delete by version removed
 * @param etag the ETag with its quotes, empty for a delete
 * @param sizeBytes the size of the object, 0 for a delete
 * @param metadata user metadata as it came, names in lower case without {@code x-amz-meta-}
 */
public record S3Effect(
    long order,
    long request,
    S3Operation operation,
    Instant at,
    String key,
    String versionId,
    String etag,
    long sizeBytes,
    Map<String, String> metadata) {

  /** Whether the key or one of its versions was deleted. */
  public boolean delete() {
    return operation == S3Operation.DELETE_OBJECT || operation == S3Operation.DELETE_OBJECTS;
  }
}
