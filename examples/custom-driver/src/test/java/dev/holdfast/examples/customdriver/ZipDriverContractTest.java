// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.storage.StorageDriverContract;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

final class ZipDriverContractTest extends StorageDriverContract {

  @TempDir Path directory;

  @Override
  protected StorageDriver createDriver() {
    return ZipDriver.open(directory.resolve("objects.zip"));
  }

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.PRESIGN));
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(
        Set.of("write_readOnlyStore_failsAsReadOnly", "keys_objectBesidePrefix_failsAsConflict"));
  }
}
