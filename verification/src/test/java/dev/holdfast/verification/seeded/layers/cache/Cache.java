// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.layers.cache;

import dev.holdfast.verification.seeded.layers.storage.Store;
import org.jspecify.annotations.Nullable;

/** Seeded violation: a domain that knows another. */
final class Cache {

  @Nullable Store store;
}
