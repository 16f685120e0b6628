// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.storage.StorageDriverContract;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the disk of this machine. */
final class LocalDriverContractTest extends StorageDriverContract {

  static final Set<Capability> ALL_BUT_LINKS =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(Capability.PRESIGN)));

  /** About what happens without a capability, all of which a local store has. */
  static final Set<String> SKIPPED =
      Set.of("write_readOnlyStore_failsAsReadOnly", "keys_objectBesidePrefix_failsAsConflict");

  @TempDir private Path directory;

  @Override
  protected StorageDriver createDriver() {
    return LocalStores.open(
        LocalStorage.builder(directory.resolve("root")).durability(Durability.NONE));
  }

  @Override
  protected Set<Capability> capabilities() {
    return ALL_BUT_LINKS;
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(SKIPPED);
  }
}
