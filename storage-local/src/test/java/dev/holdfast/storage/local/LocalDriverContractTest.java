// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.storage.StorageDriverContract;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the disk of this machine. */
final class LocalDriverContractTest extends StorageDriverContract {

  static final Set<Capability> ALL = Set.of(Capability.values());
  static final URI LINKS = URI.create("https://files.example/links");
  static final byte[] SECRET = "c4n4ry of the contract".getBytes(StandardCharsets.US_ASCII);

  /** About what happens without a capability, all of which a local store has. */
  static final Set<String> SKIPPED =
      Set.of("write_readOnlyStore_failsAsReadOnly", "keys_objectBesidePrefix_failsAsConflict");

  @TempDir private Path directory;

  @Override
  protected StorageDriver createDriver() {
    return LocalStores.open(
        LocalStorage.builder(directory.resolve("root"))
            .durability(Durability.NONE)
            .presignBase(LINKS, SECRET));
  }

  @Override
  protected Set<Capability> capabilities() {
    return ALL;
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(SKIPPED);
  }
}
