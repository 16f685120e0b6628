// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.concurrent.atomic.AtomicInteger;

/** A session that passes everything on and counts how often it was closed; tests bend the rest. */
class ForwardingUpload implements DriverUpload {

  private final DriverUpload upload;
  private final AtomicInteger closes;

  ForwardingUpload(DriverUpload upload, AtomicInteger closes) {
    this.upload = upload;
    this.closes = closes;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    upload.write(bytes, offset, length);
  }

  @Override
  public ObjectInfo commit() {
    return upload.commit();
  }

  @Override
  public void close() {
    closes.incrementAndGet();
    upload.close();
  }
}
