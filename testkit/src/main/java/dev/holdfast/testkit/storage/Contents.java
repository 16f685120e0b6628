// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Content that misbehaves, or that lets a test act while it is read. */
final class Contents {

  private Contents() {}

  /** Called before the byte at a position is handed out. */
  @FunctionalInterface
  interface AtByte {
    void reached() throws IOException;
  }

  /** Bytes of unknown number, read once. */
  static Content ofUnknownLength(byte[] bytes) {
    return Content.ofStream(new ByteArrayInputStream(bytes));
  }

  /** Bytes of unknown number; something happens when {@code at} of them were read. */
  static Content withEvent(byte[] bytes, int at, AtByte event) {
    return Content.ofSupplier(() -> new EventStream(bytes, at, event));
  }

  /** Bytes of known number; something happens when {@code at} of them were read. */
  static Content withEventAndLength(byte[] bytes, int at, AtByte event) {
    return Content.ofSupplier(() -> new EventStream(bytes, at, event), bytes.length);
  }

  /** Bytes that come in dribs and drabs, as from a slow connection. */
  static Content trickling(byte[] bytes) {
    return Content.ofSupplier(() -> new TricklingStream(bytes), bytes.length);
  }

  /** Hands out all bytes before a position, then runs an event once, then goes on. */
  private static final class EventStream extends InputStream {

    private final InputStream before;
    private final InputStream behind;
    private final AtByte event;
    private boolean happened;

    private EventStream(byte[] bytes, int at, AtByte event) {
      this.before = new ByteArrayInputStream(bytes, 0, at);
      this.behind = new ByteArrayInputStream(bytes, at, bytes.length - at);
      this.event = event;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = before.read(into, offset, length);
      if (count >= 0) {
        return count;
      }
      if (!happened) {
        happened = true;
        event.reached();
      }
      return behind.read(into, offset, length);
    }
  }

  /** Gives 1, 2, 3 ... 7 and again 1 byte at a time. */
  private static final class TricklingStream extends InputStream {

    private final byte[] bytes;
    private int position;
    private int reads;

    private TricklingStream(byte[] bytes) {
      this.bytes = Arrays.copyOf(bytes, bytes.length);
    }

    @Override
    public int read() {
      return position == bytes.length ? -1 : bytes[position++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (position == bytes.length) {
        return -1;
      }
      int count = Math.min(Math.min(length, bytes.length - position), 1 + reads++ % 7);
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }
  }
}
