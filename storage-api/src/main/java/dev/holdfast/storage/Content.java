// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes to be uploaded: where they come from, how many there are if known, and whether they can be
 * read a second time.
 *
 * <p>Replayable content (bytes, file, supplier) can be sent again after a failure. Single-shot
 * content (a stream) cannot: a storage that may need it twice spools it, or refuses it before the
 * first byte.
 *
 * <p>Applications may implement this interface for sources of their own. The storage opens the
 * content in the calling thread and closes what it opened. Where a timeout applies it does so in a
 * thread of its own, except for bytes and files, which are taken not to block.
 */
public interface Content {

  /** How many bytes there are, or empty if that shows only at the end. */
  OptionalLong length();

  /** Whether {@link #open()} gives the same bytes each time. */
  boolean replayable();

  /**
   * Opens the bytes from the beginning. The caller closes the stream.
   *
   * @throws IOException if the source cannot be read; the upload then fails with {@link
   *     StorageException.Kind#CONTENT_FAILED}, nothing applied
   * @throws IllegalStateException if single-shot content was opened before
   */
  InputStream open() throws IOException;

  /**
   * The checksum that the bytes must have, if the caller knows it. A mismatch fails the upload with
   * {@link IntegrityException}, nothing applied.
   */
  default Optional<Checksum> checksum() {
    return Optional.empty();
  }

  /**
   * Bytes in memory.
   *
   * @param bytes not copied; not to be changed until the upload has ended
   */
  static Content ofBytes(byte[] bytes) {
    return new BytesContent(bytes);
  }

  /** A file, read when the upload runs. It must not change until the upload has ended. */
  static Content ofFile(Path file) {
    return new FileContent(file);
  }

  /** Bytes of unknown number that can be opened again and again. */
  static Content ofSupplier(Opener opener) {
    return new SuppliedContent(OptionalLong.empty(), true, opener);
  }

  /**
   * Bytes of a known number that can be opened again and again.
   *
   * @param lengthBytes exact number of bytes; more or fewer fail the upload
   */
  static Content ofSupplier(Opener opener, long lengthBytes) {
    return new SuppliedContent(OptionalLong.of(checkedLength(lengthBytes)), true, opener);
  }

  /** A stream of unknown length, read once and then closed. */
  static Content ofStream(InputStream stream) {
    return new StreamContent(stream, OptionalLong.empty());
  }

  /**
   * A stream of known length, read once and then closed.
   *
   * @param lengthBytes exact number of bytes; more or fewer fail the upload
   */
  static Content ofStream(InputStream stream, long lengthBytes) {
    return new StreamContent(stream, OptionalLong.of(checkedLength(lengthBytes)));
  }

  private static long checkedLength(long lengthBytes) {
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("lengthBytes must not be negative: " + lengthBytes);
    }
    return lengthBytes;
  }

  /** Opens a source of bytes from its beginning. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens the source.
     *
     * @throws IOException if it cannot be read
     */
    InputStream open() throws IOException;
  }
}
