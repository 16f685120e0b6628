// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Content that was read into a spool: all of it, and it can be read again; or its beginning, and
 * the rest comes from the source, once.
 *
 * <p>What goes wrong with the spool is thrown unchecked: it is not the caller's content that
 * failed.
 */
final class KeptContent implements Content {

  private final Content source;
  private final Spool spool;
  private final @Nullable InputStream rest;
  private final StorageKey key;
  private final ContentFailures failures;
  private boolean opened;

  KeptContent(
      Content source,
      Spool spool,
      @Nullable InputStream rest,
      StorageKey key,
      ContentFailures failures) {
    this.source = source;
    this.spool = spool;
    this.rest = rest;
    this.key = key;
    this.failures = failures;
  }

  @Override
  public OptionalLong length() {
    return rest == null ? OptionalLong.of(spool.length()) : source.length();
  }

  @Override
  public boolean replayable() {
    return rest == null;
  }

  @Override
  public Optional<Checksum> checksum() {
    return source.checksum();
  }

  @Override
  public InputStream open() {
    InputStream kept = new Kept(spool.open());
    if (rest == null) {
      return kept;
    }
    if (opened) {
      throw new IllegalStateException("the content can be read only once");
    }
    opened = true;
    return new SequenceInputStream(kept, rest);
  }

  private final class Kept extends BlockStream {

    private final InputStream stream;

    Kept(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        return stream.read(bytes, offset, length);
      } catch (IOException e) {
        throw failures.translate(e, key, "what was kept of the content could not be read back");
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
