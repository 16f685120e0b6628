// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.PresignedRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import java.util.Optional;
import java.util.Set;

/**
 * A backend: the few operations that differ from one storage to another.
 *
 * <p>The library checks keys, options, content length and capabilities before it calls, measures
 * and verifies the bytes that pass, applies timeouts and listeners of the options, and keeps order
 * after {@code close()}; a driver does none of that. What a driver promises:
 *
 * <ul>
 *   <li>a write is visible whole or not at all, and when the method returns it is as durable as the
 *       driver's settings say. Success for an object that was absent already means durably absent;
 *   <li>conditions are decided in one step with the write. If-match without an object fails with
 *       {@code PRECONDITION_FAILED}, not {@code NOT_FOUND};
 *   <li>each failure is a {@link StorageException} with the true outcome, marked as settled where
 *       the backend has answered: an unsettled write is never sent a second time. An {@link
 *       java.io.IOException} of the caller's {@link Content} becomes kind {@code CONTENT_FAILED}
 *       with that exception as cause; a {@link RuntimeException} or {@link Error} of the content is
 *       passed on as it is. Either way the write was aborted before;
 *   <li>an interrupted call ends with kind {@code CANCELLED}, or completes if it was past its point
 *       of no return; either way the interrupt flag is set afterwards;
 *   <li>no method waits past {@link CallContext#remaining()} by much. A call that begins with no
 *       time left finishes without waiting or fails with {@code TIMEOUT}.
 * </ul>
 *
 * <p>Called by many threads at once. Methods may be added here with a default body.
 */
public interface StorageDriver extends AutoCloseable {

  /** Names the backend in messages, receipts and measurements, such as {@code local}. */
  String name();

  /** What this backend can do. Constant. */
  Set<Capability> capabilities();

  /**
   * Whether {@code stat} gives the id of the write that made an object, for every object written by
   * this library. Without it a write whose answer was lost stays unknown. Constant.
   */
  default boolean keepsWriteIds() {
    return false;
  }

  /**
   * Writes the whole content under the key. The content is opened at most once, unless it is
   * replayable.
   *
   * @return the object as it was written. A checksum is optional; if there is one, it is over all
   *     bytes, and the library verifies it on download
   */
  ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call);

  /**
   * Begins a write in pieces. Called only with the capability {@code UPLOAD_SESSION}.
   *
   * @param call is for all of the session: its time runs on while pieces are written and committed.
   *     The library refuses what begins too late; a driver bounds its own waits
   */
  default DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    throw new IllegalStateException(name() + " claims UPLOAD_SESSION but has no begin()");
  }

  /**
   * Opens an object. Fails with kind {@code NOT_FOUND} if there is none, then with {@code
   * PRECONDITION_FAILED} if it has not the ETag of {@code options.ifMatch()}, then as {@code
   * options.range().resolve(key, size)} does.
   */
  DriverDownload get(StorageKey key, DownloadOptions options, CallContext call);

  /** What is known of an object, or empty if there surely is none. */
  Optional<ObjectInfo> stat(StorageKey key, CallContext call);

  /**
   * Makes sure that there is no object; succeeds if there is none and no if-match was given.
   *
   * @param condition any or if-match; if-absent is refused before
   */
  void delete(StorageKey key, WriteCondition condition, CallContext call);

  /**
   * Copies an object with its metadata and tags. Source and target may be equal: that is a write
   * like any other.
   *
   * <p>A missing source fails with kind {@code NOT_FOUND} and carries the source key, before the
   * condition is looked at; every other failure carries the target key.
   */
  ObjectInfo copy(StorageKey source, StorageKey target, CopyOptions options, CallContext call);

  /**
   * The next entries in the order of their UTF-8 bytes. A page may have fewer entries than the
   * limit and still not be the last.
   */
  ListPage list(ListQuery query, CallContext call);

  /** Makes a link. Called only with the capability {@code PRESIGN}. */
  default PresignedRequest presign(PresignRequest request) {
    throw new IllegalStateException(name() + " claims PRESIGN but has no presign()");
  }

  /** The native client behind this driver, if it is of the given type. */
  default <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }

  /**
   * Frees what the driver owns. No call is in progress, but bodies and uploads may still be open:
   * they may fail afterwards, and closing them still works. Idempotent.
   */
  @Override
  void close();
}
