// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The name of an object: one or more segments separated by {@code /}, the same on every backend.
 *
 * <p>A key has 1 to 1,024 bytes in UTF-8, each segment 1 to 255. Refused, before any I/O: the
 * segments {@code .} and {@code ..}, empty segments (and so a leading, trailing or double slash),
 * backslashes, control characters, unpaired surrogates, a leading {@code ~}, and forms that some
 * system takes for a drive or a scheme ({@code C:...}, {@code file:/...}). Everything else is plain
 * text: percent sequences are never decoded, upper and lower case differ, and so do composed and
 * decomposed characters.
 *
 * <p>Keys are ordered by their UTF-8 bytes, as listings are.
 *
 * @param value the text of the key
 */
public record StorageKey(String value) implements Comparable<StorageKey> {

  /** Longest key, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  /** Longest segment, in bytes of UTF-8. */
  public static final int MAX_SEGMENT_BYTES = 255;

  /**
   * Checks the grammar.
   *
   * @throws InvalidKeyException if {@code value} is not a key
   */
  public StorageKey {
    KeyGrammar.check(Objects.requireNonNull(value, "value"));
  }

  /**
   * The key with the given text.
   *
   * @throws InvalidKeyException if {@code value} is not a key
   */
  public static StorageKey of(String value) {
    return new StorageKey(value);
  }

  /**
   * This key continued by more segments.
   *
   * @param relative one segment, or several separated by {@code /}
   * @throws InvalidKeyException if the result is not a key
   */
  public StorageKey child(String relative) {
    return new StorageKey(value + "/" + Objects.requireNonNull(relative, "relative"));
  }

  /** The last segment. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The segments in order. */
  public List<String> segments() {
    return List.of(value.split("/", -1));
  }

  /** Compares by UTF-8 bytes, unsigned. */
  @Override
  public int compareTo(StorageKey other) {
    return Arrays.compareUnsigned(
        value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
  }

  /** The key for people and logs: invisible characters escaped, cut behind 128 characters. */
  @Override
  public String toString() {
    return Printable.of(value);
  }
}
