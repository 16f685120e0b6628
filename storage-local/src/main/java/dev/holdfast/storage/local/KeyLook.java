// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.CallContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at single names of a tree, as long as the call has time.
 *
 * @param tree where the names are
 * @param call the call that they are looked at for
 */
record KeyLook(KeyTree tree, CallContext call) {

  /** What stands in a directory under a name, or empty if that is no object. */
  Optional<ListCursor.Item> item(Path directory, String name, String text) throws IOException {
    requireTime();
    return key(text) ? tree.item(directory, name, StorageKey.of(text)) : Optional.empty();
  }

  /** Where a directory is that keys can be in, or null if there is none. */
  @Nullable Path directory(Path parent, String base, String name) throws IOException {
    requireTime();
    return key(base + name + "x") ? tree.directory(parent, name).orElse(null) : null;
  }

  private void requireTime() throws DeadlineExceeded {
    if (call.remaining().isZero()) {
      throw new DeadlineExceeded();
    }
  }

  /** Whether a text is a key; the path of a foreign file may not be. */
  private static boolean key(String text) {
    try {
      return !StorageKey.of(text).value().isEmpty();
    } catch (InvalidKeyException ignored) { // not a key, so not shown
      return false;
    }
  }
}
