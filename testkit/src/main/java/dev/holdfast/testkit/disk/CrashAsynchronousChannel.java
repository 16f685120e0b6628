// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An open file or directory that can be forced and closed, and nothing else.
 *
 * <p>As with the channels of the JDK on Linux, a force runs in the calling thread, an interrupt
 * neither ends it nor closes the channel, and the interrupt flag stays as it was.
 */
final class CrashAsynchronousChannel extends AsynchronousFileChannel implements OpenChannel {
  private final CrashFileSystem fileSystem;
  private final CallGate gate;
  private final CrashPath path;
  private final Forcing forcing;
  private final AtomicBoolean closed = new AtomicBoolean();

  CrashAsynchronousChannel(CrashFileSystem fileSystem, CrashPath path, Node node) {
    this.fileSystem = fileSystem;
    this.gate = fileSystem.gate();
    this.path = path;
    this.forcing = new Forcing(gate, node);
  }

  @Override
  public CrashFileSystem fileSystem() {
    return fileSystem;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    forcing.force(metaData, this::admit);
  }

  private void admit(CallKind kind) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    gate.admit(kind, path);
    if (!isOpen()) {
      throw new AsynchronousCloseException();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get();
  }

  /** The descriptor is released even if closing fails. */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      gate.admit(CallKind.CLOSE, path);
    } finally {
      fileSystem.closed(this);
    }
  }

  @Override
  public long size() {
    throw unsupported();
  }

  @Override
  public AsynchronousFileChannel truncate(long size) {
    throw unsupported();
  }

  @Override
  public <A> void lock(
      long position,
      long size,
      boolean shared,
      @Nullable A attachment,
      CompletionHandler<FileLock, ? super A> handler) {
    throw unsupported();
  }

  @Override
  public Future<FileLock> lock(long position, long size, boolean shared) {
    throw unsupported();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw unsupported();
  }

  @Override
  public <A> void read(
      ByteBuffer target,
      long position,
      @Nullable A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    throw unsupported();
  }

  @Override
  public Future<Integer> read(ByteBuffer target, long position) {
    throw unsupported();
  }

  @Override
  public <A> void write(
      ByteBuffer source,
      long position,
      @Nullable A attachment,
      CompletionHandler<Integer, ? super A> handler) {
    throw unsupported();
  }

  @Override
  public Future<Integer> write(ByteBuffer source, long position) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException(
        "an asynchronous channel of a crash file system can be forced and closed only");
  }
}
