// SPDX-License-Identifier: Apache-2.0
/**
 * The quick start: real files stored, read back, shared by link, and kept through a broken upload
 * and a killed process.
 *
 * <p>Start at {@link dev.holdfast.examples.quickstart.Quickstart}, which runs one {@code Scenario}
 * after the other on one {@code Tour}. Reading order: {@link
 * dev.holdfast.examples.quickstart.StoreAFile}, {@link dev.holdfast.examples.quickstart.WriteOnce}
 * and {@link dev.holdfast.examples.quickstart.ShareALink}, which are whole programs of a few lines;
 * then {@code StoreFiles}, {@code ReadBack}, {@code BreakUploads} and {@code KillProcess}.
 *
 * <p>Everything runs in one thread but for the writers of {@code StoreFiles}, the HTTP server of
 * {@code FetchByLink} and the second process of {@code KillProcess}. Whoever opens something closes
 * it, and the workplace is removed at the end. A check that fails is shown, counted, and makes the
 * exit code 1.
 */
@NullMarked
package dev.holdfast.examples.quickstart;

import org.jspecify.annotations.NullMarked;
