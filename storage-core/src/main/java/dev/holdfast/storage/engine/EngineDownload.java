// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.InputStream;

/** A download that the caller holds. */
final class EngineDownload implements Download {

  private final DriverDownload opened;
  private final DownloadBody body;
  private final BodyStream stream;

  EngineDownload(DriverDownload opened, DownloadBody body) {
    this.opened = opened;
    this.body = body;
    this.stream = new BodyStream(body);
  }

  @Override
  public ObjectInfo info() {
    return opened.info();
  }

  @Override
  public ByteSelection.Slice range() {
    return opened.range();
  }

  @Override
  public boolean verified() {
    return body.verified();
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public byte[] readAllBytes(int maxBytes) {
    if (body.left() > maxBytes) {
      throw body.failure(
          Kind.INVALID_ARGUMENT,
          "%d bytes are left, the caller takes at most %d".formatted(body.left(), maxBytes));
    }
    return body.rest();
  }

  @Override
  public void close() {
    body.release();
  }
}
