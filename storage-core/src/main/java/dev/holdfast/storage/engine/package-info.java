// SPDX-License-Identifier: Apache-2.0
/**
 * The front of a storage: what stands between a call of {@code FileStorage} and a {@code
 * StorageDriver}.
 *
 * <p>Start at {@link dev.holdfast.storage.engine.Pipeline}; backends and authors of drivers call
 * it, applications do not. Reading order: {@code EngineStorage}, {@code CapabilityCheck}, {@code
 * OpenCalls} with {@code InFlight}, {@code Uploads} with {@code GuardedContent} and {@code
 * TimedContent}, {@code EngineDownload} with {@code DownloadBody}, {@code EngineUploadSession},
 * {@code EngineListCursor}, {@code EngineAsync}, {@code Leaks}, {@code StorageTelemetry}.
 *
 * <p>The front refuses what the driver would ignore, counts and verifies bytes in both directions,
 * passes deadlines on, reports to the observer, and keeps order while the storage is closed. Calls
 * run in the caller's thread; only content that may block under a timeout, reads that may be hedged
 * and asynchronous calls use threads of the storage. A failure of the driver passes unchanged.
 *
 * <p>What a value means and what a driver promises is in {@code dev.holdfast.storage} and its
 * {@code spi}; time and waits come from {@code dev.holdfast.resilience}.
 */
@NullMarked
package dev.holdfast.storage.engine;

import org.jspecify.annotations.NullMarked;
