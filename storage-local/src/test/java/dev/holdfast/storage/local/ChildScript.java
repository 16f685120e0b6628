// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in a process of its own, which does what its arguments say, word by word, and says how
 * each command ended: {@code <command>: <answer>}.
 */
final class ChildScript {

  private final Path root;
  private final List<AutoCloseable> held = new ArrayList<>();
  private @Nullable FileStorage storage;

  private ChildScript(Path root) {
    this.root = root;
  }

  /** Runs the commands that stand behind the root. */
  public static void main(String[] arguments) throws Exception {
    ChildScript script = new ChildScript(Path.of(arguments[0]));
    for (String command : List.of(arguments).subList(1, arguments.length)) {
      String answer;
      try {
        answer = script.run(command.split(" ", 3));
      } catch (StorageException e) {
        boolean named =
            !command.startsWith("open") || e.toString().contains(script.root.toString());
        answer = e.kind() + " " + e.outcome() + (named ? "" : ", and the root is not named");
      }
      System.out.println(command + ": " + answer);
      if (System.out.checkError()) {
        Runtime.getRuntime().halt(1); // nobody listens any more
      }
    }
  }

  private String run(String[] words) throws Exception {
    String word = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "open" -> open();
      case "close" -> storage().close();
      case "put" -> storage().upload(key(word), Content.ofBytes(bytes(words)));
      case "stream" -> storage().upload(key(word), Content.ofStream(new Zeros(size(words))));
      case "session" -> session(key(word), bytes(words));
      case "stage" -> storage().beginUpload(key(word)).stream().write(bytes(words));
      case "copy" -> storage().copy(key(word), key(words[2]));
      case "delete" -> storage().delete(key(word));
      case "get" -> {
        try (Download download = storage().download(key(word))) {
          return download.readAllBytes(1_000).length + " bytes";
        }
      }
      case "drain" -> {
        try (Download download = storage().download(key(word))) {
          return download.stream().transferTo(OutputStream.nullOutputStream()) + " bytes";
        }
      }
      case "stat" -> {
        return storage().exists(key(word)) ? "present" : "absent";
      }
      case "list" -> {
        return String.join(" ", LocalStorageTest.keys(storage()));
      }
      case "stages" -> {
        try (Stream<Path> stages = Files.list(root.resolve(Root.CONTROL).resolve("stage"))) {
          return stages.count() + " left";
        }
      }
      case "exhaust" -> exhaust(key(word));
      case "release" -> {
        for (AutoCloseable descriptor : held) {
          descriptor.close();
        }
      }
      case "load" -> load();
      case "shell" -> shell(word + " " + words[2]);
      case "wait" -> {
        return String.valueOf(System.in.read()); // until the parent goes or kills this process
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "done";
  }

  private void open() {
    storage = LocalStorage.builder(root).lockWait(Duration.ZERO).build();
  }

  private FileStorage storage() {
    return Objects.requireNonNull(storage, "open comes first");
  }

  private void session(StorageKey key, byte[] bytes) throws IOException {
    try (UploadSession session = storage().beginUpload(key)) {
      session.stream().write(bytes);
      session.commit();
    } catch (IOException e) {
      if (e.getCause() instanceof StorageException told) {
        throw told;
      }
      throw e;
    }
  }

  /** Loads the library whole, so that no class has to be read when there are no descriptors. */
  private static void load() throws Exception {
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path directory = Path.of(place);
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
            String name = directory.relativize(file).toString().replace(File.separatorChar, '.');
            if (name.startsWith("dev.holdfast.") && !name.contains("testkit")) {
              Class.forName(
                  name.substring(0, name.length() - 6), false, ChildScript.class.getClassLoader());
            }
          }
        }
      }
    }
  }

  /** Opens downloads until one fails, then takes what descriptors are left. */
  private void exhaust(StorageKey key) throws IOException {
    try {
      while (true) {
        held.add(storage().download(key));
      }
    } finally {
      try {
        while (true) {
          held.add(Files.newInputStream(Path.of("/dev/null")));
        }
      } catch (FileSystemException ignored) { // none is left
      }
    }
  }

  private void shell(String line) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", line, root.toString()).start();
    if (process.waitFor() != 0) {
      throw new IOException(
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static StorageKey key(String text) {
    return StorageKey.of(text);
  }

  private static byte[] bytes(String[] words) {
    return new byte[(int) size(words)];
  }

  private static long size(String[] words) {
    return Long.parseLong(words[2]);
  }

  /** Some zeros, not held in memory. */
  private static final class Zeros extends InputStream {

    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(length, left);
      left -= count;
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
