// SPDX-License-Identifier: Apache-2.0
/** Tests of the quick start and of the programs that the README shows. */
@NullMarked
package dev.holdfast.examples.quickstart;

import org.jspecify.annotations.NullMarked;
