// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.DriverDownload;
import java.nio.file.Path;

/** Opens objects for callers, or copies them to files. Thread-safe. */
final class Downloads {

  private final EngineParts parts;
  private final FileDownloads files;

  Downloads(EngineParts parts) {
    this.parts = parts;
    this.files = new FileDownloads(parts);
  }

  /** Opens an object; the call stays open until the download is freed. */
  Download open(StorageKey key, DownloadOptions options, InFlight call) {
    DriverDownload opened = parts.driver().get(key, options, call);
    DownloadBody body = new DownloadBody(parts, call, opened, options.listener().orElse(null));
    BodyStream stream = new BodyStream(body);
    call.untimed();
    call.stayOpen();
    call.heldBy(stream, body::release);
    return new EngineDownload(opened, body, stream);
  }

  /** Copies an object to a file. */
  ObjectInfo copy(StorageKey key, Path target, DownloadOptions options, InFlight call) {
    DriverDownload opened = parts.driver().get(key, options, call);
    DownloadBody body = new DownloadBody(parts, call, opened, options.listener().orElse(null));
    call.heldBy(body::release);
    try {
      files.write(key, body, target, call);
      return opened.info();
    } finally {
      body.release();
    }
  }
}
