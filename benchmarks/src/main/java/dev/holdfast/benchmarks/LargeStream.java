// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.Durability;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A stream of 10 GiB of unknown length to the disk and back, in a JVM with a heap of 64 MiB. */
final class LargeStream {

  private static final long SIZE_BYTES = 10L << 30;
  private static final double MIB = 1 << 20;

  private final Path scratch;

  LargeStream(Path scratch) {
    this.scratch = scratch;
  }

  List<Row> measure() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeStream.class.getName(),
                scratch.resolve("large").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean completed = process.waitFor() == 0;
    String[] figures = completed ? out.strip().split(" ") : new String[] {"0", "0"};
    String name = "stream 10 GiB, -Xmx64m, verified";
    return List.of(
        Row.bounded(name, "LocalStorage", completed ? 1 : 0, "completed", ">=", 1),
        Row.plain(name, "LocalStorage, write", Double.parseDouble(figures[0]), "MiB/s"),
        Row.plain(name, "LocalStorage, read", Double.parseDouble(figures[1]), "MiB/s"));
  }

  /** Runs in the child: writes, reads back with verification, prints both rates. */
  public static void main(String[] arguments) throws IOException {
    StorageKey key = StorageKey.of("large");
    try (FileStorage storage =
        LocalStorage.builder(Path.of(arguments[0])).durability(Durability.FILE).build()) {
      long start = System.nanoTime();
      storage.upload(key, Content.ofStream(new Pattern(SIZE_BYTES)));
      long written = System.nanoTime();
      long bytes;
      try (Download download = storage.download(key)) {
        bytes = download.stream().skip(0) + drain(download.stream());
      }
      long read = System.nanoTime();
      storage.delete(key);
      if (bytes != SIZE_BYTES) {
        throw new IOException("read " + bytes + " bytes");
      }
      System.out.printf(
          "%.0f %.0f%n",
          SIZE_BYTES / MIB / ((written - start) / 1e9),
          SIZE_BYTES / MIB / ((read - written) / 1e9));
    }
  }

  private static long drain(InputStream in) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      total += read;
    }
    return total;
  }

  /** Bytes that are made as they are read. */
  private static final class Pattern extends InputStream {

    private final byte[] block = new byte[64 * 1024];
    private long left;

    Pattern(long size) {
      left = size;
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) (i * 31);
      }
    }

    @Override
    public int read() {
      return left-- > 0 ? 7 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(length, block.length), left);
      System.arraycopy(block, 0, bytes, offset, count);
      left -= count;
      return count;
    }
  }
}
