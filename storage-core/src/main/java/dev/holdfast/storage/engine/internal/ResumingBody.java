// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is continued at its next byte when it breaks off, of the same version of the object
 * or not at all. One thread at a time; only {@link #close} may come from another.
 *
 * <p>Bytes that were read give the tries back, but not after a body that was given up as too slow:
 * a server that drips would be asked forever.
 */
final class ResumingBody extends BlockStream {

  private final StorageDriver below;
  private final Repeats repeats;
  private final DownloadOptions options;
  private final CallContext call;
  private final ObjectInfo info;
  private final ByteSelection.Slice range;
  private final Tries tries;
  private volatile InputStream body;
  private volatile boolean closed;
  private long position;
  private long resumedAt;
  private @Nullable IOException failure;

  ResumingBody(
      StorageDriver below,
      Repeats repeats,
      DownloadOptions options,
      CallContext call,
      DriverDownload opened) {
    this.below = below;
    this.repeats = repeats;
    this.options = options;
    this.call = call;
    this.info = opened.info();
    this.range = opened.range();
    this.body = opened.body();
    this.tries = new Tries(repeats, StorageOperation.DOWNLOAD, call);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0 || left() == 0L) {
      return length == 0 ? 0 : -1;
    }
    int most = (int) Math.min(length, left());
    return (int) moved(current -> current.read(bytes, offset, most));
  }

  @Override
  public long skip(long count) throws IOException {
    long most = Math.min(count, left());
    return most <= 0L ? 0L : moved(current -> Math.max(0L, current.skip(most)));
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    body.close();
  }

  private long left() {
    return range.length() - position;
  }

  private long moved(Move move) throws IOException {
    if (failure != null) {
      throw failure;
    }
    while (true) {
      StorageException broken;
      try {
        long count = move.on(body);
        if (count >= 0L) {
          position += count;
          return count;
        }
        broken = cutShort();
      } catch (IOException e) {
        broken = passing(e);
      }
      resume(broken);
    }
  }

  /** The failure of the body as data; thrown on where the body must not be continued. */
  private StorageException passing(IOException e) throws IOException {
    boolean interrupted =
        Thread.currentThread().isInterrupted()
            || e instanceof ClosedByInterruptException
            || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException));
    if (closed || interrupted) {
      throw e;
    }
    if (e.getCause() instanceof StorageException told) {
      if (told.kind().passing()) {
        return told;
      }
      throw e;
    }
    return failed(Kind.UNAVAILABLE).reason("the body could not be read").cause(e).build();
  }

  private StorageException cutShort() {
    return failed(Kind.INTEGRITY)
        .reason("the body ended after %d of %d bytes".formatted(position, range.length()))
        .build();
  }

  private void resume(StorageException broken) throws IOException {
    if (position > resumedAt && broken.kind() != Kind.TIMEOUT) {
      tries.restart();
    }
    resumedAt = position;
    tries.broken(broken);
    try {
      StorageException latest = broken;
      while (latest != null) {
        if (closed) {
          throw failed(Kind.CANCELLED).reason("the download was closed before").build();
        }
        closeQuietly(body);
        tries.next(latest);
        latest = reopen();
      }
    } catch (StorageException e) {
      failure = new IOException(e.getMessage(), e);
      throw failure;
    }
    tries.taken(Measure.RESUME);
  }

  /** Opens the rest; gives the failure if that can be tried again. */
  private @Nullable StorageException reopen() {
    Attempt attempt = Attempt.of(call, null);
    ByteSelection.Slice rest = new ByteSelection.Slice(range.offset() + position, left());
    DownloadOptions pinned = options.toBuilder().ifMatch(info.etag()).range(rest).build();
    DriverDownload opened;
    try {
      opened = below.get(info.key(), pinned, attempt);
    } catch (StorageException e) {
      tries.failed(attempt, e);
      if (e.kind() == Kind.PRECONDITION_FAILED || e.kind() == Kind.NOT_FOUND) {
        throw gone(e);
      }
      if (!e.kind().passing() || Tries.stopped(attempt)) {
        throw tries.end(e);
      }
      return e;
    }
    tries.asked(attempt);
    accept(opened, rest);
    return null;
  }

  private void accept(DriverDownload opened, ByteSelection.Slice rest) {
    body = opened.body();
    boolean same =
        opened.info().etag().equals(info.etag())
            && opened.info().sizeBytes() == info.sizeBytes()
            && opened.range().equals(rest);
    if (!same || closed) {
      closeQuietly(opened.body());
    }
    if (!same) {
      throw failed(Kind.PRECONDITION_FAILED)
          .reason("the backend gave another object, or other bytes of it, than was asked for")
          .build();
    }
  }

  private StorageException gone(StorageException e) {
    boolean replaced = e.kind() == Kind.PRECONDITION_FAILED;
    return failed(e.kind())
        .reason(
            "the object was %s while it was read, after %d of %d bytes"
                .formatted(replaced ? "replaced" : "deleted", position, range.length()))
        .advice("read it again from the beginning")
        .cause(e)
        .build();
  }

  private StorageExceptionBuilder failed(Kind kind) {
    return StorageException.builder(kind)
        .operation(StorageOperation.DOWNLOAD)
        .where(repeats.measures().storage())
        .key(info.key());
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException ignored) { // it is broken, or was not wanted
    }
  }

  /** What moves bytes of a body. */
  @FunctionalInterface
  private interface Move {
    long on(InputStream body) throws IOException;
  }
}
