// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the local store: contract, names, crashes, faults, and the simulator of its campaign.
 */
@NullMarked
package dev.holdfast.storage.local;

import org.jspecify.annotations.NullMarked;
