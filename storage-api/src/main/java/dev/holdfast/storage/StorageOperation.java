// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.util.Locale;

/** The operations of a storage, as they appear in failures and measurements. */
public enum StorageOperation {
  /** Making the storage ready. */
  OPEN,
  /** Writing an object, by whichever method. */
  UPLOAD,
  /** Reading an object. */
  DOWNLOAD,
  /** Asking what is known of an object. */
  STAT,
  /** Deleting one object. */
  DELETE,
  /** Deleting many objects. */
  DELETE_ALL,
  /** Copying an object. */
  COPY,
  /** Listing keys. */
  LIST,
  /** Making a link. */
  PRESIGN;

  /** The name in lower case with spaces, for messages. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
