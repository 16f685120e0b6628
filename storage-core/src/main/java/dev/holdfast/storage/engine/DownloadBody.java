// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.TransferListener;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an open download: counted, verified where they can be, and freed at the end.
 *
 * <p>The read that reaches the end checks first and throws if the checksum differs, so the last
 * bytes count as read only if all of them are right. A body that ends early fails; it never looks
 * like the end. After a failure every read fails with the same exception. One thread at a time;
 * only {@link #release} may come from another.
 */
final class DownloadBody {

  private final EngineParts parts;
  private final InFlight call;
  private final StorageKey key;
  private final InputStream body;
  private final long length;
  private final @Nullable Checksum expected;
  private final @Nullable RunningChecksum running;
  private final @Nullable TransferListener listener;
  private final AtomicBoolean released = new AtomicBoolean();
  private long position;
  private boolean ended;
  private @Nullable StorageException failure;

  DownloadBody(
      EngineParts parts,
      InFlight call,
      DriverDownload opened,
      @Nullable TransferListener listener) {
    ObjectInfo info = opened.info();
    ByteSelection.Slice range = opened.range();
    this.parts = parts;
    this.call = call;
    this.key = info.key();
    this.body = opened.body();
    this.length = range.length();
    this.listener = listener;
    boolean whole = range.offset() == 0L && range.length() == info.sizeBytes();
    this.expected = whole ? info.checksum().orElse(null) : null;
    this.running = expected == null ? null : RunningChecksum.of(expected.algorithm());
  }

  boolean verified() {
    return running != null;
  }

  /** Bytes that were not read yet. */
  long left() {
    return length - position;
  }

  /** Reads like a stream, but fails with {@link StorageException}. */
  int read(byte[] bytes, int offset, int wanted) {
    check();
    if (wanted == 0 || left() == 0L) {
      return wanted == 0 ? 0 : atEnd();
    }
    int most = (int) Math.min(wanted, left());
    int read = (int) enclosed(() -> body.read(bytes, offset, most));
    if (read < 0) {
      throw fail(
          failure(
              Kind.INTEGRITY, "the body ended after %d of %d bytes".formatted(position, length)));
    }
    if (running != null) {
      running.update(bytes, offset, read);
    }
    advance(read);
    return read;
  }

  /** Reads what is left into new memory; the caller has checked that it fits. */
  byte[] rest() {
    byte[] rest = new byte[(int) left()];
    int filled = 0;
    do {
      filled += Math.max(0, read(rest, filled, Math.max(1, rest.length - filled)));
    } while (filled < rest.length);
    return rest;
  }

  /** Skips at most so many bytes; reads them where they are to be verified. */
  long skip(long count) {
    check();
    long wanted = Math.min(count, left());
    if (wanted <= 0L) {
      return 0L;
    }
    if (running != null) {
      byte[] scratch = new byte[(int) Math.min(BodyStream.BUFFER_BYTES, wanted)];
      return Math.max(0, read(scratch, 0, scratch.length));
    }
    long skipped = Math.max(0L, Math.min(wanted, enclosed(() -> body.skip(wanted))));
    advance(skipped);
    return skipped;
  }

  /** How many bytes can surely be read without blocking. */
  int available() {
    check();
    return left() == 0L ? 0 : (int) Math.min(left(), enclosed(() -> (long) body.available()));
  }

  /** Frees the body and ends the transfer. Idempotent. */
  void release() {
    if (!released.compareAndSet(false, true)) {
      return;
    }
    try {
      body.close();
    } catch (IOException ignored) { // what was wanted has been read
    } finally {
      if (!call.busy()) {
        call.end();
      }
      parts.reports().moved(StorageOperation.DOWNLOAD, position);
    }
  }

  /** Begins a failure of this download. */
  StorageException failure(Kind kind, String reason) {
    return parts.failures().of(kind, StorageOperation.DOWNLOAD, key).reason(reason).build();
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
    if (released.get() && !ended) {
      throw fail(
          failure(
              Kind.CANCELLED,
              call.aborted() ? "the storage was closed" : "the download was closed before"));
    }
  }

  private void advance(long count) {
    position += count;
    if (position == length) {
      atEnd();
    }
    Reports.progressed(listener, position, length);
  }

  /** All bytes were read: frees the body if they are right. Returns -1. */
  private int atEnd() {
    if (ended) {
      return -1;
    }
    String hex = running == null ? "" : running.hex();
    if (expected != null && running != null && !expected.hex().equals(hex)) {
      throw fail(
          failure(
              Kind.INTEGRITY,
              "the body has the %s %s, the object has %s"
                  .formatted(expected.algorithm(), hex, expected.hex())));
    }
    ended = true;
    release();
    return -1;
  }

  private long enclosed(Ask ask) {
    try {
      if (!call.enter()) {
        throw failure(Kind.CANCELLED, "the storage was closed");
      }
      return ask.bytes();
    } catch (IOException e) {
      throw fail(translate(e));
    } catch (RuntimeException | Error e) {
      failure = parts.failures().describe(StorageOperation.DOWNLOAD, key, e);
      throw e;
    } finally {
      call.exit();
      if (released.get()) {
        call.end();
      }
    }
  }

  private StorageException translate(IOException e) {
    if (e.getCause() instanceof StorageException told) {
      return told;
    }
    boolean closed = call.aborted();
    boolean cancelled = closed || Thread.currentThread().isInterrupted();
    String reason = closed ? "the storage was closed" : "the body could not be read";
    return parts
        .failures()
        .of(cancelled ? Kind.CANCELLED : Kind.UNAVAILABLE, StorageOperation.DOWNLOAD, key)
        .reason(reason)
        .cause(e)
        .build();
  }

  private StorageException fail(StorageException made) {
    failure = made;
    return made;
  }

  /** A question to the body that is answered with a number of bytes. */
  @FunctionalInterface
  private interface Ask {
    long bytes() throws IOException;
  }
}
