// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.StorageKey;
import java.util.Set;

/**
 * A file as it was handed to the storage.
 *
 * @param sha256 over the bytes that were sent, as hexadecimal digits
 * @param tiers where the receipt says that it is
 */
record StoredFile(StorageKey key, long sizeBytes, String sha256, Set<String> tiers) {}
