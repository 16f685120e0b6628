// SPDX-License-Identifier: Apache-2.0
/**
 * The layers between the front and a driver. Not for users: what is here may change at any time.
 *
 * <p>Each layer is a driver around a driver and does one thing. {@code Pipeline} puts them
 * together; reading order is the order there, from the outside in.
 */
@NullMarked
package dev.holdfast.storage.engine.internal;

import org.jspecify.annotations.NullMarked;
