// SPDX-License-Identifier: Apache-2.0
/** Rules over Java files: sizes, licence line, package pages, dead ends. */
@NullMarked
package dev.holdfast.verification.sources;

import org.jspecify.annotations.NullMarked;
