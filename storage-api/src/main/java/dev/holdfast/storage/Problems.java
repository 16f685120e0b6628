// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the arguments of a value, so that all of it is told at once. */
final class Problems {

  private final List<String> found = new ArrayList<>();

  /** Notes a problem if something required does not hold. */
  Problems require(boolean holds, String problem) {
    if (!holds) {
      found.add(problem);
    }
    return this;
  }

  /** A timeout, where one is set, is more than zero. */
  Problems timeout(@Nullable Duration timeout) {
    boolean fine = timeout == null || !(timeout.isZero() || timeout.isNegative());
    return require(fine, "timeout must be more than zero: " + timeout);
  }

  /** An ETag, where one is set, is not empty and fits into a header. */
  Problems etag(@Nullable String etag) {
    if (etag == null) {
      return this;
    }
    String problem = PlainText.problem(etag);
    return require(!etag.isEmpty(), "the etag is empty")
        .require(problem == null, "the etag has " + problem);
  }

  /**
   * Ends the collection.
   *
   * @throws IllegalArgumentException if there is a problem
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join(", and ", found));
    }
  }
}
