// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * Reads content that can be read again once before it is sent, so that its CRC32C goes ahead of it.
 * Content that announces a checksum, or can be read only once, is passed as it is.
 */
public final class ChecksumLayer extends ForwardingDriver {

  private static final int BLOCK_BYTES = 64 * 1024;

  private final ContentFailures failures;

  /**
   * Sums up content for {@code below}.
   *
   * @param where names the storage in messages
   */
  public ChecksumLayer(StorageDriver below, String where) {
    super(below);
    this.failures = new ContentFailures(where);
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    boolean known = content.checksum().isPresent() || !content.replayable();
    return below().put(key, known ? content : summed(key, content, call), options, call);
  }

  private Content summed(StorageKey key, Content content, CallContext call) {
    CRC32C crc = new CRC32C();
    long length = 0L;
    byte[] block = new byte[BLOCK_BYTES];
    try (InputStream stream = Inspected.of(content)) {
      for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
        crc.update(block, 0, read);
        length += read;
        if (call.remaining().isZero()) {
          throw failures
              .of(Kind.TIMEOUT, key)
              .reason("the time allowed was used up before the content was read once")
              .build();
        }
      }
    } catch (IOException e) {
      throw failures.translate(e, key, "the content could not be read");
    }
    return new SummedContent(content, length, crc.getValue(), key, failures);
  }
}
