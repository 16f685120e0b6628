// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.spi.StorageDriver;

/**
 * What the pieces of one storage share.
 *
 * @param name of the storage
 * @param driver the outermost layer above the backend
 * @param environment clocks, waits, randomness
 * @param calls what is in flight
 * @param reports observer and listeners
 * @param failures begins failures
 * @param threads threads of the storage
 */
record EngineParts(
    String name,
    StorageDriver driver,
    Environment environment,
    OpenCalls calls,
    Reports reports,
    Failures failures,
    WorkerThreads threads) {}
