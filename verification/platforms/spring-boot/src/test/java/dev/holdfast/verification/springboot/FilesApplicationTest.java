// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

class FilesApplicationTest {

  private static final String VERSION = System.getProperty("spring-boot.version");

  /** The second start finds the store closed by the first one, else it could not open it. */
  @Test
  void start_twice_keepsBothStarts(@TempDir Path folder) {
    String root = "--files.root=" + folder.resolve("files");
    assertThat(startsAfter(root)).containsExactly(VERSION);
    assertThat(startsAfter(root)).containsExactly(VERSION, VERSION);
  }

  private static List<String> startsAfter(String root) {
    try (var application = SpringApplication.run(FilesApplication.class, root)) {
      return application.getBean(Starts.class).all();
    }
  }
}
