// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/** Content of a file; the length is that of the file when it is asked for. */
record FileContent(Path file) implements Content {

  FileContent {
    Objects.requireNonNull(file, "file");
  }

  @Override
  public OptionalLong length() {
    try {
      return OptionalLong.of(Files.size(file));
    } catch (IOException ignored) { // opening the file says what is wrong with it
      return OptionalLong.empty();
    }
  }

  @Override
  public boolean replayable() {
    return true;
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public String toString() {
    return "file '" + file + "'";
  }
}
