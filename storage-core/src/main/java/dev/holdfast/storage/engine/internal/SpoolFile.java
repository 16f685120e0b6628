// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in an encrypted temporary file that has no name while it is used, where the system allows
 * that, and is gone when it is closed. Written by one thread, then read by any.
 */
final class SpoolFile implements AutoCloseable {

  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final FileChannel channel;
  private final @Nullable Path leftover;
  private final SecretKeySpec key;
  private final Cipher encryption;
  private long length;

  private SpoolFile(FileChannel channel, @Nullable Path leftover, SecretKeySpec key) {
    this.channel = channel;
    this.leftover = leftover;
    this.key = key;
    this.encryption = cipher(Cipher.ENCRYPT_MODE, key);
  }

  /**
   * Makes a file without bytes.
   *
   * @param random makes its name and its key
   */
  static SpoolFile create(Path directory, RandomGenerator random) throws IOException {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    String name = "holdfast-" + HexFormat.of().toHexDigits(random.nextLong()) + ".spool";
    Path file = directory.resolve(name);
    FileChannel channel = PrivateFile.create(file, NEW);
    return new SpoolFile(channel, deleted(file) ? null : file, new SecretKeySpec(secret, "AES"));
  }

  /** Bytes that were appended. */
  long length() {
    return length;
  }

  /** Appends a block; if that fails the file has the blocks before it. */
  void append(byte[] bytes, int count) throws IOException {
    ByteBuffer block = ByteBuffer.wrap(encryption.update(bytes, 0, count));
    long at = length;
    while (block.hasRemaining()) {
      at += channel.write(block, at);
    }
    length = at;
  }

  /** The bytes from the beginning. */
  InputStream open() {
    Cipher decryption = cipher(Cipher.DECRYPT_MODE, key);
    return new BlockStream() {

      private long position;

      @Override
      public int read(byte[] bytes, int offset, int wanted) throws IOException {
        int most = (int) Math.min(wanted, length - position);
        if (most <= 0) {
          return wanted == 0 ? 0 : -1;
        }
        int read = channel.read(ByteBuffer.wrap(bytes, offset, most), position);
        if (read <= 0) {
          throw new IOException("the temporary file was cut short");
        }
        byte[] plain = decryption.update(bytes, offset, read);
        System.arraycopy(plain, 0, bytes, offset, read);
        position += read;
        return read;
      }
    };
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) { // nothing of it is needed any more
    }
    if (leftover != null) {
      boolean ignored = deleted(leftover);
    }
  }

  private static boolean deleted(Path file) {
    try {
      Files.delete(file);
      return true;
    } catch (IOException ignored) { // it is open, which some systems mind
      return false;
    }
  }

  /** The key is used for one file, so that its counter may begin at zero. */
  private static Cipher cipher(int mode, SecretKeySpec key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, key, new IvParameterSpec(new byte[IV_BYTES]));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks AES in counter mode", e);
    }
  }
}
