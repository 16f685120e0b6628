// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes content: short content from memory, so that it is read once; replayable content up to the
 * threshold from its source; everything else in parts.
 */
final class S3Uploads {

  /** The content type of what has none: S3 knows no such thing. */
  static final String UNTYPED = "application/octet-stream";

  static final long SHORT_BYTES = 256 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final S3Parts parts;

  S3Uploads(S3Parts parts) {
    this.parts = parts;
  }

  ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    Request request = Request.writing(StorageOperation.UPLOAD, key, options.condition());
    long length = content.length().orElse(-1L);
    try {
      if (length < 0) {
        return unknown(key, content, options, call);
      }
      if (length <= SHORT_BYTES || !content.replayable()) {
        return inParts(key, content, OptionalLong.of(length), null, options, call);
      }
      Checksum checksum = checksum(content, length);
      if (length > parts.transfers().threshold()) {
        return inParts(key, content, OptionalLong.of(length), checksum, options, call);
      }
      long crc32c = Long.parseLong(checksum.hex(), 16);
      WireBody body = new WireBody(content::open, length, OptionalLong.of(crc32c));
      return new SinglePut(parts, key, options, call).send(body, checksum);
    } catch (IOException e) {
      throw parts.errors().ofContent(request, e);
    }
  }

  /** Sends what fits one part from memory, and knows then whether there is more. */
  private ObjectInfo unknown(
      StorageKey key, Content content, UploadOptions options, CallContext call) throws IOException {
    try (S3Upload upload = new S3Upload(parts, key, OptionalLong.empty(), null, options, call)) {
      boolean taken;
      try (InputStream in = content.open()) {
        int next = upload.fillFirst(in);
        taken = next < 0 || !content.replayable();
        if (next >= 0 && taken) {
          upload.write(new byte[] {(byte) next}, 0, 1);
          upload.fill(in);
        }
      }
      if (taken) {
        return upload.commit();
      }
    }
    Measured measured = measured(content, -1L);
    OptionalLong length = OptionalLong.of(measured.length());
    return inParts(key, content, length, measured.checksum(), options, call);
  }

  private ObjectInfo inParts(
      StorageKey key,
      Content content,
      OptionalLong length,
      @Nullable Checksum checksum,
      UploadOptions options,
      CallContext call)
      throws IOException {
    try (S3Upload upload = new S3Upload(parts, key, length, checksum, options, call)) {
      try (InputStream in = content.open()) {
        upload.fill(in);
      }
      return upload.commit();
    }
  }

  /** The CRC32C of replayable content: as it is announced, else by reading it once. */
  private static Checksum checksum(Content content, long length) throws IOException {
    Optional<Checksum> announced =
        content.checksum().filter(sum -> sum.algorithm() == Checksum.Algorithm.CRC32C);
    return announced.isPresent() ? announced.get() : measured(content, length).checksum();
  }

  /** Reads replayable content once, for its checksum; and for its length, unless that is known. */
  private static Measured measured(Content content, long length) throws IOException {
    CRC32C crc32c = new CRC32C();
    long count = 0;
    try (InputStream in = content.open()) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0 && count != length; read = in.read(buffer)) {
        crc32c.update(buffer, 0, read);
        count += read;
      }
    }
    if (length >= 0 && count != length) {
      throw new WireBody.Changed("the content has " + count + " bytes instead of " + length);
    }
    return new Measured(count, crc32c.getValue());
  }

  /**
   * What was read of content.
   *
   * @param length in bytes
   * @param crc32c over all of them
   */
  private record Measured(long length, long crc32c) {

    Checksum checksum() {
      return Checksum.crc32c(crc32c);
    }
  }
}
