// SPDX-License-Identifier: Apache-2.0
/** Tests of campaigns and of the planting of bugs. */
@NullMarked
package dev.holdfast.testkit.campaign;

import org.jspecify.annotations.NullMarked;
