// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Content whose length and CRC32C are known from a first reading. A later reading that gives other
 * bytes fails before its last ones are handed out.
 */
final class SummedContent implements Content {

  private final Content source;
  private final long length;
  private final long crc;
  private final StorageKey key;
  private final ContentFailures failures;

  SummedContent(Content source, long length, long crc, StorageKey key, ContentFailures failures) {
    this.source = source;
    this.length = length;
    this.crc = crc;
    this.key = key;
    this.failures = failures;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(length);
  }

  @Override
  public boolean replayable() {
    return true;
  }

  @Override
  public Optional<Checksum> checksum() {
    return Optional.of(Checksum.crc32c(crc));
  }

  @Override
  public InputStream open() throws IOException {
    return new Again(source.open());
  }

  private final class Again extends BlockStream {

    private final InputStream stream;
    private final CRC32C running = new CRC32C();
    private long count;

    Again(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
      int read = stream.read(bytes, offset, wanted);
      if (read > 0) {
        running.update(bytes, offset, read);
        count += read;
      }
      boolean end = count == length && running.getValue() == crc;
      boolean over = count >= length || read < 0;
      if (over && !end) {
        throw failures
            .of(Kind.CONTENT_FAILED, key)
            .reason("the content gave other bytes when it was read again")
            .advice("upload it when nobody writes to it")
            .build();
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
