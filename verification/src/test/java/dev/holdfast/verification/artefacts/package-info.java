// SPDX-License-Identifier: Apache-2.0
/** Rules over POMs, jars and the bill of materials. */
@NullMarked
package dev.holdfast.verification.artefacts;

import org.jspecify.annotations.NullMarked;
