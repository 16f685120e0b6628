// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import java.util.Set;

/** Hands content to the driver, guarded, and makes the receipt. Thread-safe. */
final class Uploads {

  private final EngineParts parts;
  private final Set<String> tiers;

  Uploads(EngineParts parts) {
    this.parts = parts;
    this.tiers = Set.of(parts.name());
  }

  UploadReceipt put(StorageKey key, Content content, UploadOptions options, InFlight call) {
    GuardedContent guarded =
        new GuardedContent(
            TimedContent.of(content, key, call, parts),
            key,
            parts.failures(),
            options.listener().orElse(null));
    try {
      ObjectInfo info = parts.driver().put(key, guarded, options, call);
      guarded.confirm(info);
      return receipt(info, call);
    } catch (RuntimeException e) {
      throw guarded.explain(e);
    } finally {
      guarded.release();
      parts.reports().moved(StorageOperation.UPLOAD, guarded.count());
    }
  }

  /** The receipt of a write to one tier. */
  UploadReceipt receipt(ObjectInfo info, InFlight call) {
    return new UploadReceipt(info, tiers, call.requests());
  }

  Set<String> tiers() {
    return tiers;
  }
}
