// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where the objects of a storage are, and their names there.
 *
 * @param name of the bucket
 * @param prefix of every name; empty, or ends with a slash
 */
record Bucket(String name, String prefix) {

  /**
   * The name of an object.
   *
   * @throws InvalidKeyException if S3 has no room for the prefix and the key together
   */
  String object(StorageKey key) {
    String object = prefix + key.value();
    if (!prefix.isEmpty()
        && object.getBytes(StandardCharsets.UTF_8).length > StorageKey.MAX_BYTES) {
      throw StorageException.builder(Kind.INVALID_KEY)
          .key(key)
          .reason("with the prefix of the storage it has more than 1024 bytes")
          .advice("use a shorter key or a shorter prefix")
          .build();
    }
    return object;
  }

  /** The key of an object, or empty if others put it there under a name that is none. */
  Optional<StorageKey> key(String object) {
    try {
      return Optional.of(StorageKey.of(object.substring(prefix.length())));
    } catch (InvalidKeyException e) { // this storage could neither write nor read it
      return Optional.empty();
    }
  }
}
