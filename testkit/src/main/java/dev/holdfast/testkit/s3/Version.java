// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.time.Instant;

/**
 * One version of one object.
 *
 * @param order the order of the effect that made it
 * @param id its id, "null" where versions are not kept
 * @param modified when it was made
 * @param marker whether it says that the object is deleted
 * @param content its bytes
 * @param attributes what is kept with it
 */
record Version(
    long order,
    String id,
    Instant modified,
    boolean marker,
    Content content,
    Attributes attributes) {

  Version with(Content other) {
    return new Version(order, id, modified, marker, other, attributes);
  }

  Version with(Attributes other) {
    return new Version(order, id, modified, marker, content, other);
  }
}
