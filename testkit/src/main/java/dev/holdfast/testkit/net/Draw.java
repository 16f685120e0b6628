// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

/**
 * Random choices as a pure function of seed, injection, connection and offset, so that they depend
 * neither on threads nor on how many other choices were made.
 *
 * <p>The mixing function is that of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom
 * number generators", OOPSLA 2014).
 */
record Draw(long seed, long injection, long connection) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** A value in {@code [0, bound)} for the byte at {@code offset}. */
  long below(long bound, long offset) {
    long state = seed;
    state = mix(state + GOLDEN_GAMMA * (injection + 1));
    state = mix(state + GOLDEN_GAMMA * (connection + 1));
    state = mix(state + GOLDEN_GAMMA * (offset + 1));
    return Long.remainderUnsigned(state, bound);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
