// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.spi.DriverUpload;

/** A session that takes no piece. */
record FailingUpload(DriverUpload upload, StorageException failure) implements DriverUpload {

  @Override
  public void write(byte[] bytes, int offset, int length) {
    throw failure;
  }

  @Override
  public ObjectInfo commit() {
    return upload.commit();
  }

  @Override
  public void close() {
    upload.close();
  }
}
