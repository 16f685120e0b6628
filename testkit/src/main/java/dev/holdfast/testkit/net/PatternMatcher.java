// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

/**
 * Finds the first occurrence of a byte sequence in a stream that comes in chunks.
 *
 * <p>Knuth, Morris, Pratt: "Fast pattern matching in strings", SIAM J. Comput. 6 (1977). For use by
 * one thread.
 */
final class PatternMatcher {
  private final byte[] pattern;
  private final int[] border;
  private int matched;

  PatternMatcher(byte[] pattern) {
    this.pattern = pattern;
    this.border = borders(pattern);
  }

  /** The index behind the last byte of the match in this chunk, or -1. */
  int find(byte[] chunk) {
    for (int i = 0; i < chunk.length; i++) {
      while (matched > 0 && pattern[matched] != chunk[i]) {
        matched = border[matched - 1];
      }
      if (pattern[matched] == chunk[i]) {
        matched++;
      }
      if (matched == pattern.length) {
        matched = 0;
        return i + 1;
      }
    }
    return -1;
  }

  /** For each prefix, the length of its longest proper prefix that is also its suffix. */
  private static int[] borders(byte[] pattern) {
    int[] border = new int[pattern.length];
    for (int i = 1, length = 0; i < pattern.length; i++) {
      while (length > 0 && pattern[length] != pattern[i]) {
        length = border[length - 1];
      }
      if (pattern[length] == pattern[i]) {
        length++;
      }
      border[i] = length;
    }
    return border;
  }
}
