// SPDX-License-Identifier: Apache-2.0
/**
 * The contract that every storage driver must pass, and doubles to test with.
 *
 * <p>Authors of a driver start at {@link dev.holdfast.testkit.storage.StorageDriverContract};
 * authors of an application at {@link dev.holdfast.testkit.storage.MemoryDriver} and {@link
 * dev.holdfast.testkit.storage.FaultInjectingDriver}; authors of a simulator at {@link
 * dev.holdfast.testkit.storage.StorageModel}.
 *
 * <p>Reading order: {@code StorageDriverContract}, {@code StoreUnderTest} (what its tests are
 * written with), {@code UploadContract} and the other groups.
 *
 * <p>Drivers here are thread-safe; assertions, builders and the model belong to one thread at a
 * time. Nothing here touches files or the network. The contract starts threads and has joined them
 * when a test ends.
 *
 * <p>Elsewhere: histories and their linearizability in {@code dev.holdfast.testkit.history}, disks
 * that lose power in {@code dev.holdfast.testkit.disk}.
 */
@NullMarked
package dev.holdfast.testkit.storage;

import org.jspecify.annotations.NullMarked;
