// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * An object before it is visible: takes bytes, then the record, and is forced. Closing removes it
 * unless it was moved away. One thread at a time.
 */
final class StageFile implements AutoCloseable {

  private static final int MAX_WRITE = 128 * 1024;

  private final Path path;
  private final FileChannel channel;
  private final Stages stages;
  private final CRC32C crc = new CRC32C();
  private long sizeBytes;
  private boolean linking;
  private boolean moved;

  StageFile(Path path, FileChannel channel, Stages stages) {
    this.path = path;
    this.channel = channel;
    this.stages = stages;
  }

  Path path() {
    return path;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  int crc32c() {
    return (int) crc.getValue();
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    for (int at = offset; at < end; ) {
      int written = channel.write(ByteBuffer.wrap(bytes, at, Math.min(MAX_WRITE, end - at)));
      at += written;
    }
    crc.update(bytes, offset, length);
    sizeBytes += length;
  }

  /**
   * Adds the record and, if asked, makes bytes and record survive a power loss. A force that fails
   * is not repeated: the stage is given up.
   */
  void complete(ObjectRecord record, RecordPlace place, boolean force) throws IOException {
    place.write(path, channel, record);
    if (force) {
      channel.force(true);
    }
    channel.close();
  }

  /** The file is about to get the name of the object as a second one. */
  void link() {
    linking = true;
  }

  /** Whether the file may have a second name. */
  boolean linking() {
    return linking;
  }

  /** The file has become the object. */
  void moved() {
    moved = true;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) { // the stage is given up; what was published was closed before
    }
    try {
      if (!moved) {
        Files.deleteIfExists(path);
      }
    } catch (IOException ignored) { // the sweep removes it
    } finally {
      stages.ended(path);
    }
  }
}
