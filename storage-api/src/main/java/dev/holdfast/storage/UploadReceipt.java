// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Objects;
import java.util.Set;

/**
 * Proof of a write: what was stored and which tiers hold it.
 *
 * @param info the object as it was stored
 * @param tiers names of the tiers that hold it durably, never empty; one name unless the storage is
 *     a chain
 * @param attempts how many requests it took, at least one
 */
public record UploadReceipt(ObjectInfo info, Set<String> tiers, int attempts) {

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if there is no tier or no attempt
   */
  public UploadReceipt {
    Objects.requireNonNull(info, "info");
    tiers = Set.copyOf(tiers);
    new Problems()
        .require(!tiers.isEmpty(), "a receipt names at least one tier")
        .require(attempts >= 1, "attempts must be at least one: " + attempts)
        .refuse();
  }

  /** The key of the object. */
  public StorageKey key() {
    return info.key();
  }

  /** The ETag of the object. */
  public String etag() {
    return info.etag();
  }
}
