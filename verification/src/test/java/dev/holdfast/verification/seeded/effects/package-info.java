// SPDX-License-Identifier: Apache-2.0
/** Seeded violation. */
@NullMarked
package dev.holdfast.verification.seeded.effects;

import org.jspecify.annotations.NullMarked;
