// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What the tour came to: totals, throughput, failed checks. */
final class Score {

  private final Set<String> tiers = new TreeSet<>();
  private int files;
  private long bytes;
  private double writeSeconds;
  private double readSeconds;
  private int verified;
  private int failures;

  /** Files were written. */
  void wrote(List<StoredFile> stored, double seconds) {
    stored.forEach(file -> tiers.addAll(file.tiers()));
    files = stored.size();
    bytes = stored.stream().mapToLong(StoredFile::sizeBytes).sum();
    writeSeconds = seconds;
  }

  /** Files were read, and so many of them were what had been written. */
  void read(int verified, double seconds) {
    this.verified = verified;
    readSeconds = seconds;
  }

  /** A check did not hold. */
  void failed() {
    failures++;
  }

  int failures() {
    return failures;
  }

  /** The closing table, its heading first. */
  List<List<String>> rows() {
    return List.of(
        List.of("tier", "files", "bytes", "MiB/s write", "MiB/s read", "verified"),
        List.of(
            String.join("+", tiers),
            String.valueOf(files),
            String.valueOf(bytes),
            rate(writeSeconds),
            rate(readSeconds),
            verified + " of " + files));
  }

  private String rate(double seconds) {
    double mebibytes = bytes / (1024.0 * 1024.0);
    return seconds > 0 ? String.format(Locale.ROOT, "%.1f", mebibytes / seconds) : "-";
  }
}
