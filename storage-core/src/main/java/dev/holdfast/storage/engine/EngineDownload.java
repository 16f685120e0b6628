// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.spi.DriverDownload;
import java.io.InputStream;
import java.lang.ref.Reference;

/** A download that the caller holds. */
final class EngineDownload implements Download {

  private final DriverDownload opened;
  private final DownloadBody body;
  private final BodyStream stream;

  /**
   * A download.
   *
   * @param stream of the body; while anybody refers to it, the download is not dropped
   */
  EngineDownload(DriverDownload opened, DownloadBody body, BodyStream stream) {
    this.opened = opened;
    this.body = body;
    this.stream = stream;
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
    try {
      return body.rest();
    } finally {
      Reference.reachabilityFence(stream);
    }
  }

  @Override
  public void close() {
    body.release();
  }
}
