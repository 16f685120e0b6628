// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.springboot;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.local.LocalStorage;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application; the property {@code files.root} is the directory of its store. */
@SpringBootApplication
public class FilesApplication {

  /** Runs the application. */
  public static void main(String[] args) {
    SpringApplication.run(FilesApplication.class, args);
  }

  @Bean
  FileStorage storage(@Value("${files.root}") Path root) {
    return LocalStorage.builder(root).build();
  }
}
