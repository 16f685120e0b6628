// SPDX-License-Identifier: Apache-2.0
/**
 * A durable store in a local directory: atomic, contained, readable by other tools.
 *
 * <p>Start at {@link dev.holdfast.storage.local.LocalStorage}. Reading order: {@code LocalDriver}
 * (one method per operation), {@code StageFile} (bytes before they are visible), {@code Publisher}
 * (the moment they become visible, and durable), {@code DirectoryTree} (directories that are known
 * to survive), {@code NameCodec} (keys as names on disk), {@code KeyWalker} (listing in key order).
 *
 * <p>One process owns a root at a time. Background work is one task, the sweep of stale stages. A
 * write that returned survives what its {@link dev.holdfast.storage.local.Durability} says.
 *
 * <p>Everything a call passes before it gets here is in {@code dev.holdfast.storage.engine}. The
 * layout on disk is described in {@code docs/reference/local-layout.md}.
 */
@NullMarked
package dev.holdfast.storage.local;

import org.jspecify.annotations.NullMarked;
