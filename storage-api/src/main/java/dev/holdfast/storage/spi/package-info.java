// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend implements, and what observes it.
 *
 * <p>Start at {@link dev.holdfast.storage.spi.StorageDriver}. Users of a storage need nothing of
 * this package. Every layer of the library between a user's call and a backend is a driver too, so
 * the promises on that page are promises of each layer.
 *
 * <p>Reading order: {@link dev.holdfast.storage.spi.StorageDriver}, {@link
 * dev.holdfast.storage.spi.DriverUpload}, {@link dev.holdfast.storage.spi.DriverDownload}, {@link
 * dev.holdfast.storage.spi.CallContext}.
 *
 * <p>A driver is called by many threads. It owns what it opened and frees it in {@code close()}.
 * The contract that it must pass is {@code StorageDriverContract} in the testkit.
 */
@NullMarked
package dev.holdfast.storage.spi;

import org.jspecify.annotations.NullMarked;
