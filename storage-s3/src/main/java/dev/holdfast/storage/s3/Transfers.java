// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.ByteBudget;

/**
 * How large objects are moved.
 *
 * @param threshold content of known length that is longer is sent in parts
 * @param partBytes size of a part where that is enough
 * @param partsInFlight parts of one upload at the same time
 * @param copyBytes objects that are larger are copied in parts of this size
 * @param memory bytes of all transfers together
 * @param threads send parts
 * @param repeats repeats them
 */
record Transfers(
    long threshold,
    long partBytes,
    int partsInFlight,
    long copyBytes,
    ByteBudget memory,
    PartThreads threads,
    Repeats repeats) {}
