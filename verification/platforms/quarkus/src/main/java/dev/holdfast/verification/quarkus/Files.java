// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.quarkus;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.local.LocalStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The store; the property {@code files.root} is its directory. */
class Files {

  @Produces
  @ApplicationScoped
  FileStorage storage(@ConfigProperty(name = "files.root") Path root) {
    return LocalStorage.builder(root).build();
  }

  void close(@Disposes FileStorage storage) {
    storage.close();
  }
}
