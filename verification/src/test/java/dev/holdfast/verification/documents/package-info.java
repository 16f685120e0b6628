// SPDX-License-Identifier: Apache-2.0
/** Rules over texts: code in documents is code that was compiled. */
@NullMarked
package dev.holdfast.verification.documents;

import org.jspecify.annotations.NullMarked;
