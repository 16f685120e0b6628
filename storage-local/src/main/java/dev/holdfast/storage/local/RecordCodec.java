// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of an {@link ObjectRecord}: a version byte, ETag (16 bytes), CRC32C of the
 * content (4), time of the write in microseconds since 1970 (8), size, texts, and a CRC32C over all
 * of it (4).
 *
 * <p>Numbers without a given width have seven bits a byte, lowest first, and the eighth bit in all
 * bytes but the last. A text is its length in UTF-8 plus one, then its bytes; an absent text is
 * zero.
 *
 * <p>It is kept small because ext4 keeps an attribute in the inode if it has at most 64 bytes
 * there; a larger one takes a block of its own and makes the write a third slower.
 */
final class RecordCodec {

  private static final int VERSION = 1;
  private static final int ETAG_BYTES = 16;
  private static final int CRC_BYTES = 4;

  private RecordCodec() {}

  static byte[] encode(ObjectRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    out.write(VERSION);
    out.writeBytes(HexFormat.of().parseHex(record.etag()));
    out.writeBytes(ByteBuffer.allocate(CRC_BYTES).putInt(record.crc32c()).array());
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, record.written());
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(micros).array());
    writeNumber(out, record.sizeBytes());
    writeText(out, record.contentType());
    writeText(out, record.fileName());
    writeTexts(out, record.metadata());
    writeTexts(out, record.tags());
    byte[] bytes = out.toByteArray();
    return ByteBuffer.allocate(bytes.length + CRC_BYTES)
        .put(bytes)
        .putInt(crc(bytes, bytes.length))
        .array();
  }

  /** The record, or null if the bytes are not one. */
  static @Nullable ObjectRecord decode(byte[] bytes) {
    int length = bytes.length - CRC_BYTES;
    if (length < 1
        || bytes[0] != VERSION
        || ByteBuffer.wrap(bytes, length, CRC_BYTES).getInt() != crc(bytes, length)) {
      return null;
    }
    try {
      return read(ByteBuffer.wrap(bytes, 1, length - 1));
    } catch (BufferUnderflowException ignored) { // a record that ends early is not one
      return null;
    }
  }

  private static ObjectRecord read(ByteBuffer in) {
    byte[] etag = new byte[ETAG_BYTES];
    in.get(etag);
    int crc32c = in.getInt();
    Instant written = Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
    long size = readNumber(in);
    return new ObjectRecord(
        HexFormat.of().formatHex(etag),
        size,
        crc32c,
        written,
        readText(in),
        readText(in),
        readTexts(in),
        readTexts(in));
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void writeNumber(ByteArrayOutputStream out, long number) {
    long rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((int) ((rest & 0x7f) | 0x80));
    }
    out.write((int) rest);
  }

  private static long readNumber(ByteBuffer in) {
    long number = 0;
    int shift = 0;
    byte next = in.get();
    for (; next < 0; next = in.get()) {
      number |= (next & 0x7fL) << shift;
      shift += 7;
    }
    return number | ((long) next << shift);
  }

  private static void writeText(ByteArrayOutputStream out, @Nullable String text) {
    if (text == null) {
      out.write(0);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(out, utf8.length + 1L);
    out.writeBytes(utf8);
  }

  private static @Nullable String readText(ByteBuffer in) {
    long length = readNumber(in) - 1;
    if (length < 0) {
      return null;
    }
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] utf8 = new byte[(int) length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static void writeTexts(ByteArrayOutputStream out, Map<String, String> texts) {
    writeNumber(out, texts.size());
    for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
      writeText(out, text.getKey());
      writeText(out, text.getValue());
    }
  }

  private static Map<String, String> readTexts(ByteBuffer in) {
    Map<String, String> texts = new TreeMap<>();
    for (long left = readNumber(in); left > 0; left--) {
      String name = readText(in);
      String value = readText(in);
      if (name != null && value != null) {
        texts.put(name, value);
      }
    }
    return Map.copyOf(texts);
  }
}
