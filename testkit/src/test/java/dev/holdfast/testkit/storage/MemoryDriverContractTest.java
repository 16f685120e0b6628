// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

final class MemoryDriverContractTest extends StorageDriverContract {

  @Override
  protected StorageDriver createDriver() {
    return MemoryDriver.create();
  }

  @Override
  protected Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.PRESIGN));
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(
        Set.of(
            "write_readOnlyStore_failsAsReadOnly",
            "keys_objectBesidePrefix_failsAsConflict",
            "presign_anyKey_isItsOwnLink",
            "presign_contentType_mustBeSentAlong",
            "presign_expiry_isAsAsked"));
  }
}
