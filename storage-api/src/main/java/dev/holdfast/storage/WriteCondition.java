// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Objects;

/**
 * What must hold of the present object for a write to be applied, decided by the backend in one
 * step with the write.
 *
 * <p>More cases may be added; a switch needs a default branch.
 */
public sealed interface WriteCondition {

  /** No condition. */
  static WriteCondition any() {
    return Any.ANY;
  }

  /** There is no object. Needs {@link Capability#IF_ABSENT}. */
  static WriteCondition ifAbsent() {
    return IfAbsent.IF_ABSENT;
  }

  /**
   * The object has this ETag. Needs {@link Capability#IF_MATCH}.
   *
   * @throws IllegalArgumentException if the ETag is empty or has control characters
   */
  static WriteCondition ifMatch(String etag) {
    return new IfMatch(etag);
  }

  /** No condition. */
  enum Any implements WriteCondition {
    /** The only value. */
    ANY
  }

  /** There is no object. */
  enum IfAbsent implements WriteCondition {
    /** The only value. */
    IF_ABSENT
  }

  /**
   * The object has an ETag.
   *
   * @param etag as {@link ObjectInfo#etag()} gave it
   */
  record IfMatch(String etag) implements WriteCondition {

    /** Checks that there is an ETag that fits into a header. */
    public IfMatch {
      new Problems().etag(Objects.requireNonNull(etag, "etag")).refuse();
    }
  }
}
