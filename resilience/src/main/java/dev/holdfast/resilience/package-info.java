// SPDX-License-Identifier: Apache-2.0
/**
 * The small vocabulary of waiting and giving up that every Holdfast domain shares: time, waits,
 * deadlines, retry budgets, breakers.
 *
 * <p>Start at {@link dev.holdfast.resilience.Environment}, the bundle of effects that a component
 * takes through its constructor. Reading order: {@link dev.holdfast.resilience.Ticker}, {@link
 * dev.holdfast.resilience.Deadline}, {@link dev.holdfast.resilience.Waits}, {@link
 * dev.holdfast.resilience.Mutex}, {@link dev.holdfast.resilience.Scheduler}.
 *
 * <p>Nothing here parks a thread, reads a clock or draws a random number except the adapters named
 * {@code System...} and {@code ParkingWaits}. A simulator replaces those and thereby controls every
 * wait of the library. All types are safe for use by many threads unless their page says otherwise.
 *
 * <p>This module is the only one that sees Resilience4j, and no signature shows it.
 */
@NullMarked
package dev.holdfast.resilience;

import org.jspecify.annotations.NullMarked;
