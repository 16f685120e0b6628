// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** A {@link ChildStore} that a test has started, and kills. */
final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader lines;
  private String last = "";

  private ChildProcess(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildProcess start(String command, Path root) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        Objects.requireNonNullElse(
            System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    return new ChildProcess(
        new ProcessBuilder(
                java,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ChildStore.class.getName(),
                command,
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** The next line that the child says; waits for it. */
  String line() throws IOException {
    last = Objects.requireNonNull(lines.readLine(), "the child ended early");
    return last;
  }

  /** The next line, for another thread. */
  String lineUnchecked() {
    try {
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line that the child said before it died. */
  String lastLine() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      last = line;
    }
    return last;
  }

  /** Kills it; what it said before can still be read. */
  void kill() throws InterruptedException {
    boolean ignored = process.toHandle().destroyForcibly(); // false if it is gone already
    process.waitFor();
  }

  @Override
  public void close() throws IOException {
    boolean ignored = process.toHandle().destroyForcibly(); // false if it is gone already
    process.onExit().join();
    lines.close();
  }
}
