// SPDX-License-Identifier: Apache-2.0
/** Tests of layers by themselves, where the front would hide what they do. */
@NullMarked
package dev.holdfast.storage.engine.internal;

import org.jspecify.annotations.NullMarked;
