// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A multipart upload that is neither completed nor aborted. Guarded by the state. */
final class Upload {
  /** A part as it was stored last. */
  record Part(int number, Content content, Instant modified) {}

  private final String id;
  private final String key;
  private final Instant initiated;
  private final Attributes attributes;
  private final @Nullable ChecksumAlgorithm algorithm;
  private final boolean fullObject;
  private final NavigableMap<Integer, Part> parts = new TreeMap<>();

  Upload(String id, Instant initiated, Call create) {
    this.id = id;
    this.key = create.key();
    this.initiated = initiated;
    this.attributes = Attributes.of(create);
    this.algorithm = ChecksumAlgorithm.named(create.header("x-amz-checksum-algorithm"));
    String type = create.header("x-amz-checksum-type");
    this.fullObject =
        type == null
            ? algorithm != null && algorithm.fullObjectByDefault()
            : type.equalsIgnoreCase("FULL_OBJECT");
  }

  String id() {
    return id;
  }

  String key() {
    return key;
  }

  Instant initiated() {
    return initiated;
  }

  Attributes attributes() {
    return attributes;
  }

  @Nullable ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  /** Whether the checksum of the object is that of all its bytes, not one of checksums. */
  boolean fullObject() {
    return fullObject;
  }

  /** Parts by number. */
  NavigableMap<Integer, Part> parts() {
    return parts;
  }
}
