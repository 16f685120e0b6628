// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.TransferListener;
import dev.holdfast.storage.UploadReceipt;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A write in pieces, behind the {@link HeldSession} of its caller. One thread at a time; only
 * {@link #release} may come from another.
 *
 * <p>A piece that failed ends the session: what was written then has a hole, and commit refuses.
 * The timeout ends it too, at the first write or commit behind it.
 */
final class EngineUploadSession {

  private final EngineParts parts;
  private final Uploads uploads;
  private final StorageKey key;
  private final DriverUpload upload;
  private final InFlight call;
  private final @Nullable TransferListener listener;
  private final AtomicBoolean released = new AtomicBoolean();
  private long written;
  private boolean committed;
  private boolean closed;
  private volatile @Nullable StorageException failure;

  EngineUploadSession(
      EngineParts parts,
      Uploads uploads,
      StorageKey key,
      DriverUpload upload,
      InFlight call,
      @Nullable TransferListener listener) {
    this.parts = parts;
    this.uploads = uploads;
    this.key = key;
    this.upload = upload;
    this.call = call;
    this.listener = listener;
  }

  /** Passes the next bytes on. */
  void write(byte[] bytes, int offset, int length) {
    enter();
    try {
      upload.write(bytes, offset, length);
    } catch (RuntimeException | Error e) {
      remember(e);
      throw e;
    } finally {
      leave();
    }
    written += length;
    Reports.progressed(listener, written, -1L);
  }

  /** Fails if the session was committed or closed. */
  void checkUncommitted() {
    if (committed || closed) {
      throw new IllegalStateException("the session was committed or closed before");
    }
  }

  /** Publishes what was written, once. */
  UploadReceipt commit() {
    enter();
    committed = true;
    try {
      ObjectInfo info = upload.commit();
      confirm(info);
      return uploads.receipt(info, call);
    } catch (RuntimeException | Error e) {
      remember(e);
      throw e;
    } finally {
      leave();
      release();
    }
  }

  /** Aborts unless committed. Idempotent. */
  void close() {
    closed = true;
    release();
  }

  /** Fails if the session has ended, or ends it because its time is used up. */
  void check() {
    StorageException known = failure;
    if (known == null && released.get()) {
      known = ended("the session was closed before");
      failure = known;
    } else if (known == null && call.expired()) {
      known = late();
      failure = known;
      release();
    }
    if (known != null) {
      throw known;
    }
  }

  /** Ends the session, once. While a thread is in the driver it is left to that thread. */
  void release() {
    if (call.busy() || !released.compareAndSet(false, true)) {
      return;
    }
    if (!committed && failure == null) {
      failure = ended("the session was closed without a commit");
    }
    try {
      upload.close();
    } finally {
      call.end();
      parts.reports().moved(StorageOperation.UPLOAD, written);
      parts.reports().ended(StorageOperation.UPLOAD, call, failure);
    }
  }

  private void enter() {
    check();
    if (!call.enter()) {
      releaseIfAborted();
      StorageException aborted = ended("the session was closed before");
      failure = aborted;
      throw aborted;
    }
  }

  private StorageException late() {
    return parts
        .failures()
        .of(Kind.TIMEOUT, StorageOperation.UPLOAD, key)
        .reason("the time allowed for the session was used up before its commit")
        .advice("give the session more time")
        .build();
  }

  private StorageException ended(String reason) {
    return parts
        .failures()
        .cancelled(
            StorageOperation.UPLOAD, key, call.aborted() ? "the storage was closed" : reason);
  }

  private void leave() {
    call.exit();
    releaseIfAborted();
  }

  /** Does what a release from another thread left to this one, because it was inside. */
  private void releaseIfAborted() {
    if (call.aborted()) {
      release();
    }
  }

  private void remember(Throwable thrown) {
    failure = parts.failures().describe(StorageOperation.UPLOAD, key, thrown);
  }

  private void confirm(ObjectInfo info) {
    if (info.sizeBytes() != written) {
      throw parts
          .failures()
          .of(Kind.INTEGRITY, StorageOperation.UPLOAD, key)
          .outcome(Outcome.UNKNOWN)
          .settled()
          .reason(
              "the driver reports %d bytes stored where %d were written"
                  .formatted(info.sizeBytes(), written))
          .advice("read the object back before it is used")
          .build();
    }
  }
}
