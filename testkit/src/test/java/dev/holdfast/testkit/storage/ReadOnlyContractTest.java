// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.EnumSet;
import java.util.Set;

/** The contract over a store that cannot be written. */
final class ReadOnlyContractTest extends StorageDriverContract {

  private static final Set<Capability> NONE = EnumSet.noneOf(Capability.class);

  @Override
  protected StorageDriver createDriver() {
    return MemoryDriver.builder().capabilities(NONE).build();
  }

  @Override
  protected Set<Capability> capabilities() {
    return NONE;
  }
}
