// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of an {@link ObjectRecord}: a version byte, the fields in order, and a CRC32C
 * over all of it. Texts are UTF-8 behind a two-byte length; an absent text has length 65,535.
 */
final class RecordCodec {

  private static final int VERSION = 1;
  private static final int ABSENT = 0xffff;
  private static final int CRC_BYTES = 4;

  private RecordCodec() {}

  static byte[] encode(ObjectRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(record.sizeBytes());
      out.writeInt(record.crc32c());
      writeInstant(out, record.written());
      writeText(out, record.etag());
      writeText(out, record.contentType());
      writeText(out, record.fileName());
      writeTexts(out, record.metadata());
      writeTexts(out, record.tags());
      out.writeInt(crc(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The record, or null if the bytes are not one. */
  static @Nullable ObjectRecord decode(byte[] bytes) {
    int length = bytes.length - CRC_BYTES;
    if (length < 1
        || bytes[0] != VERSION
        || ByteBuffer.wrap(bytes, length, CRC_BYTES).getInt() != crc(bytes, length)) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1, length - 1))) {
      long size = in.readLong();
      int crc32c = in.readInt();
      Instant written = Instant.ofEpochSecond(in.readLong(), in.readInt());
      String etag = readText(in);
      String contentType = readText(in);
      String fileName = readText(in);
      Map<String, String> metadata = readTexts(in);
      Map<String, String> tags = readTexts(in);
      return etag == null
          ? null
          : new ObjectRecord(etag, size, crc32c, written, contentType, fileName, metadata, tags);
    } catch (IOException ignored) { // a record that ends early is not one
      return null;
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
    long second = instant.getEpochSecond();
    int nano = instant.getNano();
    out.writeLong(second);
    out.writeInt(nano);
  }

  private static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeShort(ABSENT);
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(utf8.length);
    out.write(utf8);
  }

  private static @Nullable String readText(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length == ABSENT) {
      return null;
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static void writeTexts(DataOutputStream out, Map<String, String> texts)
      throws IOException {
    out.writeShort(texts.size());
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      writeText(out, entry.getKey());
      writeText(out, entry.getValue());
    }
  }

  private static Map<String, String> readTexts(DataInputStream in) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      String name = readText(in);
      String value = readText(in);
      if (name != null && value != null) {
        texts.put(name, value);
      }
    }
    return Map.copyOf(texts);
  }
}
