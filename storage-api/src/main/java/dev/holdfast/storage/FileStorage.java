// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Stores files under keys and gives them back whole.
 *
 * <pre>{@code
 * StorageKey key = StorageKey.of("invoices/2026/11.pdf");
 * storage.upload(key, Content.ofFile(file));
 * try (Download download = storage.download(key)) {
 *   download.stream().transferTo(out);
 * }
 * }</pre>
 *
 * <p>What holds for every backend: a write that returned is durable as the backend's settings say,
 * and becomes visible whole or not at all; a read returns bytes that were written together; writes
 * and reads of one key are linearizable; a failed call says whether it may have been applied. An
 * option that the backend cannot honour is refused with {@link StorageException.Kind#UNSUPPORTED},
 * never ignored.
 *
 * <p>Call this interface, do not implement it: backends implement {@code spi.StorageDriver}, and
 * methods may be added here. Safe for use by many threads. Whoever built the storage closes it;
 * after {@link #close()} every call throws {@link IllegalStateException}.
 *
 * <p>Every method throws {@link StorageException} or one of its subclasses when the backend or the
 * content fails. An interrupt ends a call with {@link StorageException.Kind#CANCELLED} and leaves
 * the thread's interrupt flag set.
 */
public interface FileStorage extends AutoCloseable {

  /** Uploads with default options: any present object is replaced, content type unknown. */
  default UploadReceipt upload(StorageKey key, Content content) {
    return upload(key, content, UploadOptions.defaults());
  }

  /**
   * Stores content under a key, replacing what was there if the condition of the options allows.
   *
   * @throws PreconditionFailedException if the condition does not hold; nothing was changed
   * @throws OutcomeUnknownException if the write may or may not have been applied
   */
  UploadReceipt upload(StorageKey key, Content content, UploadOptions options);

  /**
   * Stores content under a generated key {@code <uuid>/<safe form of the name>} and returns that
   * key, which is the file's id from then on.
   *
   * <p>The safe form is never empty and harmless in paths, URLs and shells: ASCII letters, digits,
   * dots, dashes and underscores, at most 100, no device name of Windows, no dot at either end;
   * {@code file} where nothing is left.
   *
   * @param fileName any name a person gave the file, empty, long, or in the form of a path; kept as
   *     it is in {@link ObjectInfo#fileName()} and never trusted. Only what {@link
   *     UploadOptions.Builder#fileName} cannot keep is refused: line breaks, unpaired surrogates
   *     and more than 2 KiB encoded
   * @param contentType media type such as {@code image/png}
   * @throws StorageException of kind {@code INVALID_METADATA} if name or type cannot be kept;
   *     nothing was stored
   */
  StorageKey store(Content content, String fileName, String contentType);

  /** Begins a session with default options. */
  default UploadSession beginUpload(StorageKey key) {
    return beginUpload(key, UploadOptions.defaults());
  }

  /**
   * Begins an upload that the caller writes piece by piece; nothing is visible before {@link
   * UploadSession#commit()}, and closing without a commit aborts.
   *
   * <p>A timeout of the options is for the whole session: behind it a write or commit fails with
   * kind {@code TIMEOUT}, nothing applied, and the session is aborted. It is noticed by these calls
   * and not before, so that a session left alone holds what it holds until it is closed.
   *
   * @throws StorageException of kind {@code UNSUPPORTED} without {@link Capability#UPLOAD_SESSION}
   */
  UploadSession beginUpload(StorageKey key, UploadOptions options);

  /** Downloads the whole object. */
  default Download download(StorageKey key) {
    return download(key, DownloadOptions.defaults());
  }

  /**
   * Opens an object, or a range of it, for reading.
   *
   * @return an open download that the caller closes
   * @throws ObjectNotFoundException if there is no such object
   * @throws StorageException of kind {@code RANGE_NOT_SATISFIABLE} if a range was asked for and no
   *     byte is in it, because it begins at or after the end of the object or is empty
   */
  Download download(StorageKey key, DownloadOptions options);

  /** Downloads the whole object to a file. */
  default ObjectInfo downloadTo(StorageKey key, Path target) {
    return downloadTo(key, target, DownloadOptions.defaults());
  }

  /**
   * Downloads to a file that appears, verified and whole, at {@code target} or not at all. An
   * existing file is replaced, directories are not made.
   *
   * @throws StorageException of kind {@code INVALID_ARGUMENT} if the target is a directory or its
   *     own directory does not exist, {@code CONTENT_FAILED} if it cannot be written
   * @throws ObjectNotFoundException if there is no such object
   * @throws IntegrityException if the bytes do not match the object's checksum
   */
  ObjectInfo downloadTo(StorageKey key, Path target, DownloadOptions options);

  /** What is known of an object, or empty if there is none. */
  Optional<ObjectInfo> stat(StorageKey key);

  /** Whether there is an object. A storage that cannot tell throws, it does not answer false. */
  default boolean exists(StorageKey key) {
    return stat(key).isPresent();
  }

  /** Deletes unconditionally. */
  default DeleteReceipt delete(StorageKey key) {
    return delete(key, DeleteOptions.defaults());
  }

  /**
   * Makes sure that there is no object under the key. Deleting what is absent succeeds.
   *
   * @throws PreconditionFailedException if an if-match condition was given and does not hold
   */
  DeleteReceipt delete(StorageKey key, DeleteOptions options);

  /**
   * Deletes many keys; one failure does not stop the others.
   *
   * @return the outcome of each key
   */
  BulkResult deleteAll(Collection<StorageKey> keys);

  /** Copies with default options. */
  default UploadReceipt copy(StorageKey source, StorageKey target) {
    return copy(source, target, CopyOptions.defaults());
  }

  /**
   * Copies an object with its metadata, inside the backend where it can.
   *
   * @throws ObjectNotFoundException if there is no source
   * @throws PreconditionFailedException if the condition on the target does not hold
   */
  UploadReceipt copy(StorageKey source, StorageKey target, CopyOptions options);

  /** Lists every key that starts with a prefix; the empty prefix lists all. */
  default ListCursor list(String prefix) {
    return list(ListRequest.ofPrefix(prefix));
  }

  /**
   * Lists objects in the order of their keys' UTF-8 bytes, page by page as the cursor advances.
   * What is written or deleted meanwhile may or may not be seen; what stays is seen exactly once.
   *
   * @return an open cursor that the caller closes
   */
  ListCursor list(ListRequest request);

  /**
   * Makes a link with which whoever holds it can do one request without credentials until it
   * expires.
   *
   * @throws StorageException of kind {@code UNSUPPORTED} without {@link Capability#PRESIGN}
   */
  PresignedRequest presign(PresignRequest request);

  /** What this storage can do beyond the operations that every storage has. */
  Set<Capability> capabilities();

  /** The same storage with methods that return at once; not a second resource, nothing to close. */
  AsyncFileStorage async();

  /**
   * What is behind this storage, if it is of the given type, else empty. {@code spi.StorageDriver}
   * gives the driver; a backend with a native client names the type of that in its own
   * documentation. A local store has no native client.
   *
   * <p>For what this interface cannot do. What is handed out belongs to the storage, which closes
   * it. Calls to it go past the storage: nothing checks, bounds, verifies or reports them.
   */
  <T> Optional<T> unwrap(Class<T> type);

  /**
   * Ends open transfers and frees what this storage owns. Transfers get a short grace to finish,
   * then fail. Idempotent.
   */
  @Override
  void close();
}
