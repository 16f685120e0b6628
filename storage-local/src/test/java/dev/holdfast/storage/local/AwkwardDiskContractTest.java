// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.storage.StorageDriverContract;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * S4, S5, S6: the contract on a disk that is blind to case, refuses what Windows refuses and what
 * is not ASCII, and has no extended attributes.
 */
final class AwkwardDiskContractTest extends StorageDriverContract {

  private static final byte[] SECRET = "c4n4ry9876543210".getBytes(StandardCharsets.US_ASCII);

  @Override
  protected StorageDriver createDriver() {
    CrashFileSystem disk =
        CrashFileSystem.builder()
            .asciiOnly(true)
            .caseInsensitive(true)
            .windowsNames(true)
            .userAttributes(false)
            .build();
    return LocalStores.open(
        LocalStorage.builder(disk.root().resolve("store"))
            .presignBase(LocalDriverContractTest.LINKS, SECRET));
  }

  @Override
  protected Set<Capability> capabilities() {
    return LocalDriverContractTest.ALL;
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(LocalDriverContractTest.SKIPPED);
  }
}
