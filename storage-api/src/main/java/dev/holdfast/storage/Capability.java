// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

/** What some storages can do and others cannot. More may be added. */
public enum Capability {
  /** Writes honour {@link WriteCondition#ifAbsent()}. */
  IF_ABSENT,
  /** Writes honour {@link WriteCondition#ifMatch(String)}. */
  IF_MATCH,
  /** Deletes honour {@link WriteCondition#ifMatch(String)}. */
  IF_MATCH_DELETE,
  /** {@link FileStorage#beginUpload(StorageKey)} works. */
  UPLOAD_SESSION,
  /** User metadata, file name and content type are kept. */
  METADATA,
  /** Tags are kept. */
  TAGS,
  /** {@link FileStorage#presign(PresignRequest)} works. */
  PRESIGN,
  /** An object {@code f} and an object {@code f/g} can exist together. */
  KEY_BESIDE_PREFIX,
  /**
   * Every write gives another {@link ObjectInfo#etag()}. Without it, writes of equal bytes may have
   * equal ETags, and no condition tells them apart.
   */
  ETAG_PER_WRITE,
  /** Objects can be written and deleted; without it every write fails as {@code READ_ONLY}. */
  WRITE
}
