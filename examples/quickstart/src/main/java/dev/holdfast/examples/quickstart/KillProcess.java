// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.local.LocalStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Kills another process in mid-upload, opens its store, and finds what was acknowledged. */
final class KillProcess implements Scenario {

  @Override
  public String title() {
    return "Kill a process in mid-upload";
  }

  @Override
  public void run(Tour tour) throws IOException, InterruptedException {
    Path root = tour.folder("killed");
    Process writer = start(root);
    try (BufferedReader output = writer.inputReader()) {
      if (!KilledWriter.HALF_WAY.equals(output.readLine())) {
        throw new IOException("the process ended before it was half-way");
      }
    } finally {
      writer.destroyForcibly();
    }
    boolean gone = writer.waitFor(30, TimeUnit.SECONDS);
    tour.check(gone, "process %d was half-way and is gone".formatted(writer.pid()));

    try (FileStorage storage = LocalStorage.builder(root).build();
        Download kept = storage.download(KilledWriter.KEPT)) {
      boolean intact = Arrays.equals(kept.readAllBytes(1024), KilledWriter.KEPT_BYTES);
      tour.check(intact, KilledWriter.KEPT + " was acknowledged: intact");
      tour.check(!storage.exists(KilledWriter.LOST), KilledWriter.LOST + " was not: not visible");
    }
  }

  private static Process start(Path root) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            Objects.requireNonNullElse(System.getProperty("java.class.path"), ""),
            KilledWriter.class.getName(),
            root.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
