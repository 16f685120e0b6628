// SPDX-License-Identifier: Apache-2.0
/**
 * Files under keys, stored somewhere that may fail.
 *
 * <p>Start at {@link dev.holdfast.storage.FileStorage}. Instances come from the backend that was
 * chosen, such as {@code LocalStorage.builder(directory).build()}.
 *
 * <p>Reading order: {@link dev.holdfast.storage.FileStorage}, {@link
 * dev.holdfast.storage.StorageKey}, {@link dev.holdfast.storage.Content}, {@link
 * dev.holdfast.storage.ObjectInfo}, {@link dev.holdfast.storage.StorageException}.
 *
 * <p>Value types are immutable. A storage is safe for use by many threads; a {@link
 * dev.holdfast.storage.Download}, an {@link dev.holdfast.storage.UploadSession} and a {@link
 * dev.holdfast.storage.ListCursor} belong to one thread at a time. Every failure is a {@link
 * dev.holdfast.storage.StorageException} that tells its {@link dev.holdfast.storage.Outcome}.
 *
 * <p>What a backend implements is in {@code dev.holdfast.storage.spi}.
 */
@NullMarked
package dev.holdfast.storage;

import org.jspecify.annotations.NullMarked;
