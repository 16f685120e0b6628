// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import me.tongfei.progressbar.ProgressBar;

/** Reads every file back and compares its SHA-256 with that of what was sent. */
final class ReadBack implements Scenario {

  @Override
  public String title() {
    return "Read them back and compare SHA-256";
  }

  @Override
  public void run(Tour tour) {
    long total = tour.stored().stream().mapToLong(StoredFile::sizeBytes).sum();
    int verified = 0;
    Stopwatch watch = new Stopwatch();
    try (ProgressBar bar = tour.screen().bar("reading", total)) {
      for (StoredFile file : tour.stored()) {
        if (intact(tour, file, bar)) {
          verified++;
        }
      }
    }
    tour.score().read(verified, watch.seconds());
    int files = tour.stored().size();
    tour.check(verified == files, verified + " of " + files + " files are what was sent");
  }

  private static boolean intact(Tour tour, StoredFile file, ProgressBar bar) {
    MessageDigest received = Sha256.digest();
    DownloadOptions options = DownloadOptions.builder().listener(new BarListener(bar)).build();
    try (Download download = tour.storage().download(file.key(), options);
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), received)) {
      download.stream().transferTo(sink);
    } catch (StorageException | IOException e) {
      tour.screen().failure(String.valueOf(e.getMessage()));
      return false;
    }
    return Sha256.hex(received).equals(file.sha256());
  }
}
