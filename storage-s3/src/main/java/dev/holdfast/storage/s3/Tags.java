// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.CallContext;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Tag;

/** Reads the tags of an object, for which S3 has a request of its own. */
final class Tags {

  private Tags() {}

  /**
   * The tags.
   *
   * @param count as another answer told it; none are asked for if that is zero or missing
   * @param version of the object, where the server keeps versions
   */
  static Map<String, String> of(
      S3Parts parts,
      StorageKey key,
      @Nullable Integer count,
      @Nullable String version,
      Request request,
      CallContext call) {
    if (Objects.requireNonNullElse(count, 0) == 0) {
      return Map.of();
    }
    Map<String, String> tags = new TreeMap<>();
    for (Tag tag :
        parts
            .make(
                Request.reading(request.operation(), key),
                call,
                (client, limits) ->
                    client.getObjectTagging(
                        get ->
                            get.bucket(parts.bucket().name())
                                .key(parts.bucket().object(key))
                                .versionId(version)
                                .overrideConfiguration(limits)))
            .tagSet()) {
      tags.put(tag.key(), tag.value());
    }
    return Map.copyOf(tags);
  }
}
