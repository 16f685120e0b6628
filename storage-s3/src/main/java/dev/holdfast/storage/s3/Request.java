// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.WriteCondition;
import org.jspecify.annotations.Nullable;

/**
 * A request as failures tell of it.
 *
 * @param operation of the user that it belongs to
 * @param key of the object, or null for a listing
 * @param effect what it can change
 * @param body what it sends, or null
 */
record Request(
    StorageOperation operation, @Nullable StorageKey key, Effect effect, @Nullable WireBody body) {

  /** A request that changes nothing. */
  static Request reading(StorageOperation operation, @Nullable StorageKey key) {
    return new Request(operation, key, Effect.NONE, null);
  }

  /** A request that changes the object, or may not. */
  static Request writing(StorageOperation operation, StorageKey key, WriteCondition condition) {
    Effect effect =
        condition instanceof WriteCondition.IfMatch ? Effect.OBJECT_IF_MATCH : Effect.OBJECT;
    return new Request(operation, key, effect, null);
  }

  /** The same request with a body. */
  Request sending(WireBody bytes) {
    return new Request(operation, key, effect, bytes);
  }

  /** What a request can change. */
  enum Effect {
    /** Nothing that anybody sees. */
    NONE,
    /** The object. */
    OBJECT,
    /** The object, if it is there with an ETag. */
    OBJECT_IF_MATCH
  }
}
