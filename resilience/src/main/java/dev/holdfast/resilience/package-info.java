// SPDX-License-Identifier: Apache-2.0
/**
 * The small vocabulary of waiting and giving up that every Holdfast domain shares: time, waits,
 * deadlines, retry budgets, breakers.
 *
 * <p>Start at {@link dev.holdfast.resilience.Environment}, the bundle of effects that a component
 * takes through its constructor. Reading order: {@link dev.holdfast.resilience.Ticker}, {@link
 * dev.holdfast.resilience.Deadline}, {@link dev.holdfast.resilience.Waits}, {@link
 * dev.holdfast.resilience.Mutex}, {@link dev.holdfast.resilience.Scheduler}; then what guards a
 * server: {@link dev.holdfast.resilience.RetryPolicy}, {@link dev.holdfast.resilience.RetryBudget},
 * {@link dev.holdfast.resilience.Breaker}, {@link dev.holdfast.resilience.Bulkhead}, {@link
 * dev.holdfast.resilience.ByteBudget}, {@link dev.holdfast.resilience.HedgeTrigger}. The loop that
 * puts these around a call belongs to each domain, as do the words for its outcomes.
 *
 * <p>Nothing here parks a thread, reads a clock or draws a random number except the adapters named
 * {@code System...}, {@code ParkingWaits} and {@code Signal}. A simulator replaces those and
 * thereby controls every wait of the library. All types are safe for use by many threads unless
 * their page says otherwise.
 *
 * <p>This module is the only one that sees Resilience4j, and no signature shows it.
 */
@NullMarked
package dev.holdfast.resilience;

import org.jspecify.annotations.NullMarked;
