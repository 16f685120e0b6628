// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

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

  /** The object has this ETag. Needs {@link Capability#IF_MATCH}. */
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

    /** Checks that there is an ETag. */
    public IfMatch {
      if (etag.isEmpty()) {
        throw new IllegalArgumentException("an if-match condition needs an etag");
      }
    }
  }
}
