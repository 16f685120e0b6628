// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/**
 * Which bytes of an object are read.
 *
 * <p>More cases may be added; a switch needs a default branch.
 */
public sealed interface ByteSelection {

  /** All bytes. */
  static ByteSelection whole() {
    return Whole.WHOLE;
  }

  /**
   * All bytes from an offset on.
   *
   * @throws IllegalArgumentException if the offset is negative
   */
  static ByteSelection from(long offset) {
    return new From(offset);
  }

  /**
   * At most {@code length} bytes from an offset on; fewer where the object ends earlier.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  static ByteSelection slice(long offset, long length) {
    return new Slice(offset, length);
  }

  /**
   * The last {@code length} bytes, or all if the object is shorter.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  static ByteSelection suffix(long length) {
    return new Suffix(length);
  }

  /**
   * The bytes that are selected of an object.
   *
   * @param key the object, for the message of a failure
   * @param size bytes of the object
   * @throws StorageException of kind {@code RANGE_NOT_SATISFIABLE} if a range was asked for and no
   *     byte is in it, because it begins at or after the end or is empty
   */
  Slice resolve(StorageKey key, long size);

  /** All bytes. */
  enum Whole implements ByteSelection {
    /** The only value. */
    WHOLE;

    @Override
    public Slice resolve(StorageKey key, long size) {
      return new Slice(0, size);
    }
  }

  /**
   * All bytes from an offset on.
   *
   * @param offset zero or more
   */
  record From(long offset) implements ByteSelection {

    /** Checks the offset. */
    public From {
      Slice.check(offset, 0);
    }

    @Override
    public Slice resolve(StorageKey key, long size) {
      return new Slice(offset, Long.MAX_VALUE - offset).resolve(key, size);
    }
  }

  /**
   * A number of bytes from an offset on.
   *
   * @param offset zero or more
   * @param length zero or more
   */
  record Slice(long offset, long length) implements ByteSelection {

    /** Checks both. */
    public Slice {
      check(offset, length);
    }

    @Override
    public Slice resolve(StorageKey key, long size) {
      if (offset >= size || length == 0) {
        throw StorageException.builder(StorageException.Kind.RANGE_NOT_SATISFIABLE)
            .operation(StorageOperation.DOWNLOAD)
            .key(key)
            .reason("no byte of its " + size + " is in the range")
            .advice("ask for at least one byte before the end")
            .build();
      }
      return new Slice(offset, Math.min(length, size - offset));
    }

    private static void check(long offset, long length) {
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "a range needs an offset and a length of zero or more: " + offset + ", " + length);
      }
    }
  }

  /**
   * The last bytes.
   *
   * @param length zero or more
   */
  record Suffix(long length) implements ByteSelection {

    /** Checks the length. */
    public Suffix {
      Slice.check(0, length);
    }

    @Override
    public Slice resolve(StorageKey key, long size) {
      long selected = Math.min(size, length);
      return new Slice(size - selected, selected).resolve(key, size);
    }
  }
}
