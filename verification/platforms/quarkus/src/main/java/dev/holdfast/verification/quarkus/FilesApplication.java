// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.quarkus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application, which keeps the arguments of each of its starts and ends. */
@QuarkusMain
public class FilesApplication implements QuarkusApplication {

  private static final Logger LOG = LoggerFactory.getLogger(FilesApplication.class);

  @Inject FileStorage storage;

  @Override
  public int run(String... args) {
    StorageKey key = StorageKey.of("starts/" + (all().size() + 1));
    storage.upload(key, Content.ofBytes(String.join(" ", args).getBytes(UTF_8)));
    LOG.info("starts so far: {}", all());
    return 0;
  }

  private List<String> all() {
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
