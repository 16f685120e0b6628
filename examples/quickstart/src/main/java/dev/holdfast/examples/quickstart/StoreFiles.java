// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadReceipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import me.tongfei.progressbar.ProgressBar;

/** Stores every file of the directory, several at a time, and remembers what was sent. */
final class StoreFiles implements Scenario {

  private static final int WRITERS = 8;

  @Override
  public String title() {
    return "Store every file";
  }

  @Override
  public void run(Tour tour) throws IOException, InterruptedException, ExecutionException {
    SourceFiles sources = tour.sources();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    Stopwatch watch = new Stopwatch();
    try (ProgressBar bar = tour.screen().bar("storing", sources.totalBytes())) {
      List<Callable<StoredFile>> writes = new ArrayList<>();
      for (Map.Entry<StorageKey, Path> source : sources.files().entrySet()) {
        writes.add(() -> store(tour, source.getKey(), source.getValue(), bar));
      }
      for (Future<StoredFile> stored : writers.invokeAll(writes)) {
        tour.stored().add(stored.get());
      }
    } finally {
      writers.shutdownNow();
    }
    tour.score().wrote(tour.stored(), watch.seconds());
    tour.check(
        !tour.stored().isEmpty(),
        "%d files, each durable when its call returned; %d left out"
            .formatted(tour.stored().size(), sources.skipped()));
  }

  private static StoredFile store(Tour tour, StorageKey key, Path file, ProgressBar bar)
      throws IOException {
    MessageDigest sent = Sha256.digest();
    UploadOptions options = UploadOptions.builder().listener(new BarListener(bar)).build();
    try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), sent)) {
      UploadReceipt receipt = tour.storage().upload(key, Content.ofStream(bytes), options);
      return new StoredFile(key, receipt.info().sizeBytes(), Sha256.hex(sent), receipt.tiers());
    }
  }
}
