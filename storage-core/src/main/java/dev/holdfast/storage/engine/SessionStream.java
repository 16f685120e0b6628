// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Where the bytes of a session go: small pieces are collected, failures become causes. A session
 * that has ended takes no piece, however small.
 */
final class SessionStream extends OutputStream {

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final byte[] NONE = {};

  private final EngineUploadSession session;
  private byte[] buffer = NONE;
  private int filled;

  SessionStream(EngineUploadSession session) {
    this.session = session;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      collect(bytes, offset, length);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void collect(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(bytes, "bytes").length);
    check();
    if (length > BUFFER_BYTES - filled) {
      flush();
    }
    if (length >= BUFFER_BYTES) {
      pass(bytes, offset, length);
      return;
    }
    if (buffer.length == 0) {
      buffer = new byte[BUFFER_BYTES];
    }
    System.arraycopy(bytes, offset, buffer, filled, length);
    filled += length;
  }

  @Override
  public void flush() throws IOException {
    try {
      drain();
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Passes on what was collected. */
  void drain() {
    int length = filled;
    filled = 0;
    if (length > 0) {
      session.write(buffer, 0, length);
    }
  }

  private void check() throws IOException {
    try {
      session.check();
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    try {
      session.write(bytes, offset, length);
    } catch (StorageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
