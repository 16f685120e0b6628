// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open file or directory.
 *
 * <p>As with the channels of the JDK, a thread that is interrupted when it calls, or while the
 * listener holds it, closes the channel and gets {@link ClosedByInterruptException}, also where the
 * call fails for another reason. Position and content are guarded by the lock of the disk.
 */
final class CrashChannel extends FileChannel implements OpenChannel {
  private static final long AT_POSITION = -1;

  private final CrashFileSystem fileSystem;
  private final CallGate gate;
  private final CrashPath path;
  private final Node node;
  private final OpenFlags flags;
  private final Forcing forcing;
  private long position;
  private boolean closedByInterrupt;

  CrashChannel(CrashFileSystem fileSystem, CrashPath path, Node node, OpenFlags flags) {
    this.fileSystem = fileSystem;
    this.gate = fileSystem.gate();
    this.path = path;
    this.node = node;
    this.flags = flags;
    this.forcing = new Forcing(gate, node);
  }

  @Override
  public CrashFileSystem fileSystem() {
    return fileSystem;
  }

  /** The checks before each call, around the listener; true if a write is to be shortened. */
  private boolean admit(CallKind kind) throws IOException {
    checkOpen();
    boolean shorten = gate.admit(kind, path, null);
    checkStillOpen();
    return shorten;
  }

  private void checkOpen() throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    closeIfInterrupted();
  }

  private void checkStillOpen() throws IOException {
    closeIfInterrupted();
    if (!isOpen()) {
      throw new AsynchronousCloseException();
    }
  }

  private void closeIfInterrupted() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      closedByInterrupt = true;
      close();
      throw new ClosedByInterruptException();
    }
  }

  private void requireReadable() throws ClosedChannelException {
    requireOpen();
    if (!flags.read()) {
      throw new NonReadableChannelException();
    }
  }

  private void requireWritable() throws ClosedChannelException {
    requireOpen();
    if (!flags.write()) {
      throw new NonWritableChannelException();
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private FileNode file() throws IOException {
    if (node instanceof FileNode file) {
      return file;
    }
    throw new IOException("Is a directory");
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return (int) readAt(AT_POSITION, target);
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    if (from < 0) {
      throw new IllegalArgumentException("Negative position");
    }
    return (int) readAt(from, target);
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, targets.length);
    return readAt(AT_POSITION, slice(targets, offset, length));
  }

  private long readAt(long from, ByteBuffer... targets) throws IOException {
    requireReadable();
    admit(CallKind.READ);
    gate.enter();
    try {
      FileContent content = file().content();
      long start = from == AT_POSITION ? position : from;
      long done = 0;
      for (ByteBuffer target : targets) {
        if (target.hasRemaining()) {
          int count = content.read(start + done, target);
          if (count < 0) {
            done = done == 0 ? -1 : done;
            break;
          }
          done += count;
        }
      }
      if (from == AT_POSITION && done > 0) {
        position += done;
      }
      return done;
    } finally {
      gate.exit();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) writeAt(AT_POSITION, source);
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    if (to < 0) {
      throw new IllegalArgumentException("Negative position");
    }
    return (int) writeAt(to, source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    return writeAt(AT_POSITION, slice(sources, offset, length));
  }

  private long writeAt(long to, ByteBuffer... sources) throws IOException {
    requireWritable();
    long wanted = 0;
    for (ByteBuffer source : sources) {
      wanted += source.remaining();
    }
    long allowed = admit(CallKind.WRITE) ? (wanted + 1) / 2 : wanted;
    gate.enter();
    try {
      FileNode file = file();
      FileContent content = file.content();
      long relative = to == AT_POSITION ? position : to;
      long start = flags.append() ? content.size() : relative;
      long written = write(content, start, withinCapacity(content, start, allowed), sources);
      if (to == AT_POSITION) {
        position = start + written;
      }
      gate.disk().touch(file.inode());
      if (flags.synchronous()) {
        content.force();
        file.inode().force();
      }
      return written;
    } finally {
      gate.exit();
    }
  }

  private long write(FileContent content, long start, long allowed, ByteBuffer... sources)
      throws IOException {
    int before = content.size();
    long written = 0;
    for (ByteBuffer source : sources) {
      int count = (int) Math.min(source.remaining(), allowed - written);
      content.write(start + written, source, count);
      written += count;
    }
    gate.disk().resized(before, content.size());
    return written;
  }

  private long withinCapacity(FileContent content, long start, long wanted) throws IOException {
    long end = content.size() + gate.disk().freeBytes();
    if (end < 0 || start + wanted <= end) {
      return wanted;
    }
    if (start >= end) {
      throw new IOException(Fault.ENOSPC.message());
    }
    return end - start;
  }

  private static ByteBuffer[] slice(ByteBuffer[] buffers, int offset, int length) {
    ByteBuffer[] slice = new ByteBuffer[length];
    System.arraycopy(buffers, offset, slice, 0, length);
    return slice;
  }

  @Override
  public long position() throws IOException {
    checkOpen();
    gate.enter();
    try {
      return flags.append() ? file().content().size() : position;
    } finally {
      gate.exit();
    }
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    checkOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("Negative position");
    }
    gate.enter();
    try {
      position = newPosition;
      return this;
    } finally {
      gate.exit();
    }
  }

  @Override
  public long size() throws IOException {
    admit(CallKind.STAT);
    gate.enter();
    try {
      return CrashAttributes.sizeBytes(node);
    } finally {
      gate.exit();
    }
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    requireOpen();
    if (size < 0) {
      throw new IllegalArgumentException("Negative size");
    }
    requireWritable();
    admit(CallKind.WRITE);
    gate.enter();
    try {
      FileNode file = file();
      int before = file.content().size();
      file.content().truncate(size);
      gate.disk().resized(before, file.content().size());
      gate.disk().touch(file.inode());
      position = Math.min(position, size);
      return this;
    } finally {
      gate.exit();
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    requireOpen();
    try {
      forcing.force(metaData, this::admit);
    } catch (CrashedException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      closeIfInterrupted();
      throw e;
    }
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    requireReadable();
    if (!target.isOpen()) {
      throw new ClosedChannelException();
    }
    if (from < 0 || count < 0) {
      throw new IllegalArgumentException("negative position or count");
    }
    return Transfer.to(this, from, count, target);
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    requireWritable();
    if (!source.isOpen()) {
      throw new ClosedChannelException();
    }
    if (to < 0 || count < 0) {
      throw new IllegalArgumentException("negative position or count");
    }
    if (to > size()) {
      return 0;
    }
    return Transfer.from(source, this, to, count);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException("mapping a file of a crash file system");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    FileLock lock = tryLock(from, size, shared);
    if (lock == null) {
      throw new IOException(
          "another process holds a lock on " + path + " and waiting for it is not supported");
    }
    return lock;
  }

  @Override
  public @Nullable FileLock tryLock(long from, long size, boolean shared) throws IOException {
    requireOpen();
    if (shared) {
      requireReadable();
    } else {
      requireWritable();
    }
    gate.admit(CallKind.LOCK, path);
    if (!isOpen()) {
      throw new AsynchronousCloseException();
    }
    gate.enter();
    try {
      FileNode file = file();
      CrashFileLock lock = new CrashFileLock(this, file.locks(), from, size, shared);
      return file.locks().acquire(lock) ? lock : null;
    } finally {
      gate.exit();
    }
  }

  /** The descriptor is released even if closing fails. */
  @Override
  protected void implCloseChannel() throws IOException {
    try {
      if (!closedByInterrupt) {
        gate.admit(CallKind.CLOSE, path);
      }
    } finally {
      fileSystem.closed(this);
    }
  }
}
