// SPDX-License-Identifier: Apache-2.0
/** Tests of the front of a storage over a driver in memory that can be bent. */
@NullMarked
package dev.holdfast.storage.engine;

import org.jspecify.annotations.NullMarked;
