// SPDX-License-Identifier: Apache-2.0
/** Rules over compiled classes: layers, hiding, cycles, names, effects. */
@NullMarked
package dev.holdfast.verification.architecture;

import org.jspecify.annotations.NullMarked;
