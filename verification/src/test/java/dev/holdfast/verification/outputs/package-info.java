// SPDX-License-Identifier: Apache-2.0
/**
 * What a whole run of tests and examples has written, searched for secrets.
 *
 * <p>Every secret that a test makes up contains {@code Canary.TEXT}. The reports of all modules
 * that were built before this one hold their whole output; none of them may show it, in whatever
 * form.
 */
@NullMarked
package dev.holdfast.verification.outputs;

import org.jspecify.annotations.NullMarked;
