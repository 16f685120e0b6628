// SPDX-License-Identifier: Apache-2.0
/** Tests of the layers between the front and a driver. */
@NullMarked
package dev.holdfast.storage.engine.internal;

import org.jspecify.annotations.NullMarked;
