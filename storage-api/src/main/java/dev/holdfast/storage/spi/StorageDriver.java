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
 * <p>The library checks keys, options, content length and capabilities before it calls, counts and
 * verifies bytes, reports progress and keeps order after {@code close()}; a driver does none of
 * that. What a driver promises:
 *
 * <ul>
 *   <li>a write is visible whole or not at all, and durable when the method returns;
 *   <li>conditions are decided in one step with the write;
 *   <li>each failure is a {@link StorageException} with the true outcome; what a {@link Content}
 *       throws is passed on as it is, after the write was aborted;
 *   <li>an interrupt ends a call with kind {@code CANCELLED}, and the interrupt flag is set again;
 *   <li>no method waits past {@link CallContext#remaining()} by much.
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
   * Writes the whole content under the key.
   *
   * @param content opened at most once by one call of this method; its checksum, where it has one,
   *     is checked by the library
   */
  ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call);

  /** Begins a write in pieces. Called only with the capability {@code UPLOAD_SESSION}. */
  default DriverUpload begin(StorageKey key, UploadOptions options, CallContext call) {
    throw new IllegalStateException(name() + " claims UPLOAD_SESSION but has no begin()");
  }

  /** Opens an object, or fails with kind {@code NOT_FOUND}. */
  DriverDownload get(StorageKey key, DownloadOptions options, CallContext call);

  /** What is known of an object, or empty if there surely is none. */
  Optional<ObjectInfo> stat(StorageKey key, CallContext call);

  /** Makes sure that there is no object; succeeds if there is none and no if-match was given. */
  void delete(StorageKey key, WriteCondition condition, CallContext call);

  /** Copies an object with its metadata; fails with kind {@code NOT_FOUND} without a source. */
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

  /** Frees what the driver owns; no call is in progress. Idempotent. */
  @Override
  void close();
}
