// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.time.InstantSource;

/** How a disk was set up; the same for all boots of it. Immutable. */
record DiskOptions(
    long seed, NameRules names, boolean userAttributes, long capacityBytes, InstantSource clock) {}
