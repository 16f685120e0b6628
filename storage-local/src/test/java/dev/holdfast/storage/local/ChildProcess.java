// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that a test has started, such as a {@link ChildStore}, and that ends with it. */
final class ChildProcess implements AutoCloseable {

  private static final long MOST_SECONDS = 60;

  private final Process process;
  private final BufferedReader lines;
  private String last = "";

  private ChildProcess(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildProcess start(String command, Path root) throws IOException {
    return start(List.of(), ChildStore.class, command, root.toString());
  }

  /**
   * Starts a program.
   *
   * @param prefix what stands before {@code java} on the command line and ends by executing it, so
   *     that the process that is killed is the virtual machine
   */
  static ChildProcess start(List<String> prefix, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:-UsePerfData");
    command.add("-cp");
    command.add(
        Objects.requireNonNullElse(
            System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** Runs a {@link ChildScript} to its end, and gives what it said. */
  static List<String> run(List<String> prefix, Path root, String... commands) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(root.toString()));
    arguments.addAll(List.of(commands));
    try (ChildProcess child = start(prefix, ChildScript.class, arguments.toArray(String[]::new))) {
      return CompletableFuture.supplyAsync(() -> child.lines.lines().toList())
          .get(MOST_SECONDS, TimeUnit.SECONDS);
    }
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

  /** What the child said and was not read yet, when it is dead. */
  List<String> restOfLines() {
    return lines.lines().toList();
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
