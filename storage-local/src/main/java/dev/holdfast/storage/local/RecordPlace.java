// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * Where the record of an object stands in its file: in the extended attribute {@code user.holdfast}
 * where the file system has them and the record fits, else behind the content as a trailer.
 *
 * <p>Trailer: the record, its length in four bytes, eight bytes of magic. Where attributes are in
 * use every file has one; a zero byte and the ETag in it say that the record is in a trailer. So
 * content that ends like a trailer is never taken for one, and the attribute alone tells two writes
 * apart.
 */
enum RecordPlace {
  /** In an extended attribute. */
  ATTRIBUTE,
  /** Behind the content. */
  TRAILER;

  private static final String NAME = "holdfast";
  private static final int MAX_ATTRIBUTE = 3072;
  private static final int SMALL = 256;
  private static final byte IN_TRAILER = 0;
  private static final byte[] ALWAYS_TRAILER = {IN_TRAILER};
  private static final long MAGIC = 0x686f6c6466617374L;
  private static final int FOOTER_BYTES = Integer.BYTES + Long.BYTES;
  private static final int MAX_RECORD = 64 * 1024;

  /** Writes the record of a file whose content is complete; the channel stands at its end. */
  void write(Path file, FileChannel channel, ObjectRecord record) throws IOException {
    byte[] bytes = RecordCodec.encode(record);
    if (this == ATTRIBUTE && fits(file, bytes)) {
      return;
    }
    writeTrailer(channel, bytes);
    if (this == ATTRIBUTE) {
      writeAttribute(file, ("\0" + record.etag()).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * Whether a record could be written as attribute. How large one may be depends on the file
   * system: on ext4 a block, which may be 1 KiB, and it says then that there is no space.
   */
  private static boolean fits(Path file, byte[] record) throws IOException {
    if (record.length > MAX_ATTRIBUTE) {
      return false;
    }
    try {
      writeAttribute(file, record);
      return true;
    } catch (FileSystemException e) {
      if (record.length <= SMALL) {
        throw e;
      }
      return false;
    }
  }

  /** What tells this write of the file from others, or null if nothing does. */
  byte @Nullable [] mark(Path file) throws IOException {
    return this == TRAILER ? ALWAYS_TRAILER : readAttribute(file);
  }

  /** Whether the record of a file with this mark is a trailer. */
  static boolean inTrailer(byte[] mark) {
    return mark.length > 0 && mark[0] == IN_TRAILER;
  }

  /** What a file system offers, found out by trying on a file of it. */
  static RecordPlace probe(Path file) {
    try {
      writeAttribute(file, new byte[1]);
      return ATTRIBUTE;
    } catch (IOException | UnsupportedOperationException ignored) { // no attributes here
      return TRAILER;
    }
  }

  /** The record in a trailer, or null if there is none that is whole. */
  static @Nullable ObjectRecord readTrailer(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < FOOTER_BYTES) {
      return null;
    }
    ByteBuffer footer = read(channel, size - FOOTER_BYTES, FOOTER_BYTES);
    int length = footer.getInt();
    if (footer.getLong() != MAGIC || length < 0 || length > MAX_RECORD) {
      return null;
    }
    long start = size - FOOTER_BYTES - length;
    ObjectRecord record =
        start < 0 ? null : RecordCodec.decode(read(channel, start, length).array());
    return record == null || record.sizeBytes() != start ? null : record;
  }

  private static UserDefinedFileAttributeView view(Path file) {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new UnsupportedOperationException("no extended attributes");
    }
    return view;
  }

  private static byte @Nullable [] readAttribute(Path file) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    ByteBuffer buffer = ByteBuffer.allocate(MAX_ATTRIBUTE);
    try {
      byte[] attribute = new byte[view.read(NAME, buffer)];
      buffer.flip().get(attribute);
      return attribute;
    } catch (FileSystemException e) {
      if (view.list().contains(NAME)) {
        throw e;
      }
      return null;
    }
  }

  private static void writeAttribute(Path file, byte[] bytes) throws IOException {
    int ignored = view(file).write(NAME, ByteBuffer.wrap(bytes)); // writes all or throws
  }

  private static void writeTrailer(FileChannel channel, byte[] record) throws IOException {
    ByteBuffer trailer = ByteBuffer.allocate(record.length + FOOTER_BYTES);
    trailer.put(record).putInt(record.length).putLong(MAGIC).flip();
    while (trailer.hasRemaining()) {
      int ignored = channel.write(trailer); // the loop goes on until all is written
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file ends within its trailer");
      }
    }
    return buffer.flip();
  }
}
