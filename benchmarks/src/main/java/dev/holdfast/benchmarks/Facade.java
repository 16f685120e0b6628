// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.engine.Pipeline;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What the way from the public call to the driver costs, over a driver in memory. */
final class Facade {

  private static final StorageKey KEY = StorageKey.of("d/k");
  private static final CallContext CALL = CallContext.unbounded();
  private static final int SIZE_BYTES = 64;
  private static final int OPERATIONS = 50_000;
  private static final double MOST_MICROS = 3.0;
  private static final double MOST_BYTES = 400.0;

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] bytes = new byte[SIZE_BYTES];
  private final byte[] sink = new byte[SIZE_BYTES];
  private final Content content = Content.ofBytes(bytes);
  private long reads;

  List<Row> measure() throws Exception {
    List<Row> rows = new ArrayList<>();
    MemoryDriver driver = MemoryDriver.create();
    MemoryDriver behind = MemoryDriver.create();
    driver.put(KEY, content, UploadOptions.defaults(), CALL);
    try (FileStorage storage = Pipeline.around(behind).build()) {
      storage.upload(KEY, content);
      rows.addAll(compare("stat", n -> stat(storage, n), n -> stat(driver, n)));
      rows.addAll(compare("upload 64 B", n -> upload(storage, n), n -> upload(driver, n)));
      rows.addAll(compare("download 64 B", n -> download(storage, n), n -> download(driver, n)));
    }
    driver.close();
    if (reads <= 0) {
      throw new IllegalStateException("nothing was read");
    }
    return rows;
  }

  private List<Row> compare(String name, Interleaved.Subject front, Interleaved.Subject bare)
      throws Exception {
    Interleaved.Rates rates = new Interleaved(15, 10, OPERATIONS).measure(front, bare);
    double micros = 1e6 / rates.subject() - 1e6 / rates.reference();
    double allocated = allocated(front) - allocated(bare);
    return List.of(
        Row.bounded("facade, " + name, "FileStorage", micros, "us/op", "<=", MOST_MICROS),
        Row.bounded("facade, " + name, "FileStorage", allocated, "B/op", "<=", MOST_BYTES));
  }

  private double allocated(Interleaved.Subject subject) throws Exception {
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    subject.run(OPERATIONS);
    return (threads.getThreadAllocatedBytes(thread) - before) / (double) OPERATIONS;
  }

  private void stat(FileStorage storage, int operations) {
    for (int i = 0; i < operations; i++) {
      reads += storage.stat(KEY).orElseThrow().sizeBytes();
    }
  }

  private void stat(MemoryDriver driver, int operations) {
    for (int i = 0; i < operations; i++) {
      reads += driver.stat(KEY, CALL).orElseThrow().sizeBytes();
    }
  }

  private void upload(FileStorage storage, int operations) {
    for (int i = 0; i < operations; i++) {
      reads += storage.upload(KEY, content).info().sizeBytes();
    }
  }

  private void upload(MemoryDriver driver, int operations) {
    for (int i = 0; i < operations; i++) {
      reads += driver.put(KEY, content, UploadOptions.defaults(), CALL).sizeBytes();
    }
  }

  private void download(FileStorage storage, int operations) throws IOException {
    for (int i = 0; i < operations; i++) {
      try (Download download = storage.download(KEY)) {
        reads += download.stream().readNBytes(sink, 0, SIZE_BYTES);
      }
    }
  }

  private void download(MemoryDriver driver, int operations) throws IOException {
    for (int i = 0; i < operations; i++) {
      DriverDownload download = driver.get(KEY, DownloadOptions.defaults(), CALL);
      reads += download.body().readNBytes(sink, 0, SIZE_BYTES);
      download.body().close();
    }
  }
}
