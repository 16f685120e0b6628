// SPDX-License-Identifier: Apache-2.0
/**
 * Records what concurrent clients saw and decides if any correct store could have answered so.
 *
 * <p>Start at {@link dev.holdfast.testkit.history.HistoryRecorder}, then hand its {@link
 * dev.holdfast.testkit.history.History} to {@link
 * dev.holdfast.testkit.history.LinearizabilityChecker}. Reading order: {@link
 * dev.holdfast.testkit.history.Operation}, {@link dev.holdfast.testkit.history.Outcome}, {@link
 * dev.holdfast.testkit.history.RegisterRequest}, {@link
 * dev.holdfast.testkit.history.SequentialSpec}, {@link dev.holdfast.testkit.history.Verdict}.
 *
 * <p>Beside the checker stand a second, faster opinion for plain registers ({@link
 * dev.holdfast.testkit.history.ZoneCheck}), checks of single reads ({@link
 * dev.holdfast.testkit.history.ReadAudit}), values that prove themselves whole ({@link
 * dev.holdfast.testkit.history.UniqueValue}) and a reducer of failing schedules ({@link
 * dev.holdfast.testkit.history.Shrinker}).
 *
 * <p>The recorder is safe for many threads and never waits. Everything else is immutable or works
 * on the thread of its caller, reads no clock and draws no random number, so that the same history
 * always gets the same verdict and the same text. Running clients, faults and simulated time live
 * elsewhere in the test kit.
 */
@NullMarked
package dev.holdfast.testkit.history;

import org.jspecify.annotations.NullMarked;
