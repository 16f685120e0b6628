// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.List;
import java.util.Map;

/**
 * The outcome of each key of a bulk operation.
 *
 * @param succeeded keys that were done, in the order given
 * @param failed why each of the others was not
 */
public record BulkResult(List<StorageKey> succeeded, Map<StorageKey, StorageException> failed) {

  /** Copies both. */
  public BulkResult {
    succeeded = List.copyOf(succeeded);
    failed = Map.copyOf(failed);
  }

  /** Whether nothing failed. */
  public boolean complete() {
    return failed.isEmpty();
  }
}
