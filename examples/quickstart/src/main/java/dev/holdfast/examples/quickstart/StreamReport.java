// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Writes an object whose length nobody knows before its end, line by line. */
final class StreamReport implements Scenario {

  static final StorageKey REPORT = StorageKey.of("holdfast-quickstart/report.csv");

  @Override
  public String title() {
    return "Write one of unknown length";
  }

  @Override
  public void run(Tour tour) throws IOException {
    FileStorage storage = tour.storage();
    try (UploadSession session = storage.beginUpload(REPORT)) {
      Writer report = new OutputStreamWriter(session.stream(), StandardCharsets.UTF_8);
      for (StoredFile file : tour.stored()) {
        report.write(file.sha256() + "," + file.sizeBytes() + "," + file.key() + "\n");
      }
      report.flush();
      tour.check(!storage.exists(REPORT), "before the commit: not visible");
      long size = session.commit().info().sizeBytes();
      tour.check(storage.exists(REPORT), "after it: %d bytes".formatted(size));
    }
  }
}
