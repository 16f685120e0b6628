// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Objects;
import java.util.Set;

/**
 * Proof of a delete: which tiers no longer hold the object.
 *
 * @param key the key that was deleted, or was absent already
 * @param tiers names of the tiers where the delete is durable, never empty
 * @param attempts how many requests it took, at least one
 */
public record DeleteReceipt(StorageKey key, Set<String> tiers, int attempts) {

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if there is no tier or no attempt
   */
  public DeleteReceipt {
    Objects.requireNonNull(key, "key");
    tiers = Set.copyOf(tiers);
    new Problems()
        .require(!tiers.isEmpty(), "a receipt names at least one tier")
        .require(attempts >= 1, "attempts must be at least one: " + attempts)
        .refuse();
  }
}
