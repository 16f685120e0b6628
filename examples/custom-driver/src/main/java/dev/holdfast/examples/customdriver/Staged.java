// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The bytes of one write in a file of their own, until they go into the archive: the archive is not
 * locked while a caller's content is slow, and an entry needs its size before its bytes.
 *
 * <p>One thread at a time. Not durable; the file is gone when this is closed.
 */
final class Staged implements AutoCloseable {

  private final Path file;
  private final OutputStream out;
  private final CRC32 crc32 = new CRC32();
  private final CRC32C crc32c = new CRC32C();
  private long sizeBytes;

  private Staged(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /** An empty file. */
  static Staged create(Archive archive) throws IOException {
    Path file = archive.temporary();
    return new Staged(file, new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /** Takes all bytes of a caller's content, however long that takes to give them. */
  void take(Content content, Call call) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    try (ContentStream in = ContentStream.open(content, call)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        write(buffer, 0, read);
        call.proceed();
      }
    }
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    crc32.update(bytes, offset, length);
    crc32c.update(bytes, offset, length);
    sizeBytes += length;
  }

  /** Ends writing and begins reading. */
  InputStream open() throws IOException {
    out.close();
    return Files.newInputStream(file);
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** The checksum that the ZIP format asks for. */
  long crc32() {
    return crc32.getValue();
  }

  /** The checksum that goes with the object. */
  Checksum checksum() {
    return Checksum.crc32c(crc32c.getValue());
  }

  @Override
  public void close() {
    try (out) {
      Files.deleteIfExists(file);
    } catch (IOException ignored) { // what is left is removed when the archive is opened next
    }
  }
}
