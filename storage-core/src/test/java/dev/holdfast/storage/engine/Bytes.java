// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/** Bytes of tests: the same for the same size, with their checksums, and streams that misbehave. */
final class Bytes {

  private Bytes() {}

  static byte[] of(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static Checksum crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Checksum.crc32c(crc.getValue());
  }

  static Checksum sha256(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Checksum(Checksum.Algorithm.SHA_256, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A step of a stream that may fail. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** The bytes up to a point, then the step, then the rest. */
  static InputStream interrupted(byte[] bytes, int point, Step step) {
    return new InputStream() {
      private int at;
      private boolean stepped;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (at >= point && !stepped) {
          stepped = true;
          step.run();
        }
        int end = stepped ? bytes.length : point;
        if (at == end) {
          return -1;
        }
        int read = Math.min(length, end - at);
        System.arraycopy(bytes, at, target, offset, read);
        at += read;
        return read;
      }
    };
  }

  /** A stream that does something before each read and gives pieces of a size at the most. */
  static InputStream pieces(InputStream stream, int most, Runnable before) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        before.run();
        return stream.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        before.run();
        return stream.read(target, offset, Math.min(length, most));
      }
    };
  }

  /** A stream whose close does something more. */
  static InputStream closing(InputStream stream, Step close) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return stream.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return stream.read(target, offset, length);
      }

      @Override
      public void close() throws IOException {
        stream.close();
        close.run();
      }
    };
  }

  /** Throws what is supplied, as a step. */
  static Step fails(Supplier<? extends Exception> failure) {
    return () -> {
      Exception made = failure.get();
      if (made instanceof IOException checked) {
        throw checked;
      }
      throw (RuntimeException) made;
    };
  }
}
