// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;

/**
 * What all operations of a storage share that may be repeated.
 *
 * @param policy how often, and with which pauses
 * @param budget how many in all
 * @param environment time, waits, randomness
 * @param measures told of what is done
 */
record Repeats(
    RetryPolicy policy, RetryBudget budget, Environment environment, Measures measures) {}
