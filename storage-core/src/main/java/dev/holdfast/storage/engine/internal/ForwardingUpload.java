// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.spi.DriverUpload;

/** A layer of a session that does nothing: passes every call to the session below. */
abstract class ForwardingUpload implements DriverUpload {

  private final DriverUpload below;

  ForwardingUpload(DriverUpload below) {
    this.below = below;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    below.write(bytes, offset, length);
  }

  @Override
  public ObjectInfo commit() {
    return below.commit();
  }

  @Override
  public void close() {
    below.close();
  }
}
