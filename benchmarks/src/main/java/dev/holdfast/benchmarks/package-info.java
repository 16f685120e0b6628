// SPDX-License-Identifier: Apache-2.0
/**
 * Side-by-side measurements, started by {@code benchmarks/run}. Not published.
 *
 * <p>Reading order: {@link dev.holdfast.benchmarks.Benchmarks}, {@link
 * dev.holdfast.benchmarks.Interleaved}, then one class per case.
 */
@NullMarked
package dev.holdfast.benchmarks;

import org.jspecify.annotations.NullMarked;
