// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

/**
 * What a client can ask of one object in a store: the vocabulary of a register with delete.
 * Immutable.
 *
 * <p>Values should be unique in the history, then a value is also its own version: a client that
 * holds a server's version tag records the value that the tag stands for.
 *
 * @param <V> type of values; needs {@code equals}, {@code hashCode} and a readable {@code toString}
 */
public sealed interface RegisterRequest<V> {

  /** Store a value whatever is there. */
  record Write<V>(V value) implements RegisterRequest<V> {
    @Override
    public String toString() {
      return "write(" + value + ")";
    }
  }

  /** Store a value if nothing is there. */
  record WriteIfAbsent<V>(V value) implements RegisterRequest<V> {
    @Override
    public String toString() {
      return "writeIfAbsent(" + value + ")";
    }
  }

  /** Store a value if the expected value is there. */
  record WriteIfMatch<V>(V expected, V value) implements RegisterRequest<V> {
    @Override
    public String toString() {
      return "writeIfMatch(" + expected + ", " + value + ")";
    }
  }

  /** Remove whatever is there; removing nothing succeeds. */
  record Delete<V>() implements RegisterRequest<V> {
    @Override
    public String toString() {
      return "delete";
    }
  }

  /** Remove what is there if it is the expected value. */
  record DeleteIfMatch<V>(V expected) implements RegisterRequest<V> {
    @Override
    public String toString() {
      return "deleteIfMatch(" + expected + ")";
    }
  }

  /** Return what is there. */
  record Read<V>() implements RegisterRequest<V> {
    @Override
    public String toString() {
      return "read";
    }
  }

  /** Returns a request to store a value whatever is there. */
  static <V> RegisterRequest<V> write(V value) {
    return new Write<>(value);
  }

  /** Returns a request to store a value if nothing is there. */
  static <V> RegisterRequest<V> writeIfAbsent(V value) {
    return new WriteIfAbsent<>(value);
  }

  /** Returns a request to store a value if the expected one is there. */
  static <V> RegisterRequest<V> writeIfMatch(V expected, V value) {
    return new WriteIfMatch<>(expected, value);
  }

  /** Returns a request to remove what is there. */
  static <V> RegisterRequest<V> delete() {
    return new Delete<>();
  }

  /** Returns a request to remove what is there if it is the expected value. */
  static <V> RegisterRequest<V> deleteIfMatch(V expected) {
    return new DeleteIfMatch<>(expected);
  }

  /** Returns a request to tell what is there. */
  static <V> RegisterRequest<V> read() {
    return new Read<>();
  }
}
