// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootVersion;
import org.springframework.stereotype.Component;

/** The starts of the application, each with the version of the platform. */
@Component
class Starts implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

  private final FileStorage storage;

  Starts(FileStorage storage) {
    this.storage = storage;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    StorageKey key = StorageKey.of("starts/" + (all().size() + 1));
    storage.upload(key, Content.ofBytes(SpringBootVersion.getVersion().getBytes(UTF_8)));
    LOG.info("starts so far: {}", all());
  }

  List<String> all() {
    try (ListCursor cursor = storage.list("starts/")) {
      return cursor.items().map(item -> read(item.key())).toList();
    }
  }

  private String read(StorageKey key) {
    try (Download download = storage.download(key)) {
      return new String(download.readAllBytes(100), UTF_8);
    }
  }
}
