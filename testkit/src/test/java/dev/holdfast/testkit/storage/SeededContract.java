// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The contract over a broken driver; run by {@link SeededBugTest} alone. */
@ExtendWith(SeededContract.BugResolver.class)
final class SeededContract extends StorageDriverContract {

  static final String BUG = "holdfast.seeded-bug";

  private final SeededBug bug;

  SeededContract(SeededBug bug) {
    this.bug = bug;
  }

  @Override
  protected StorageDriver createDriver() {
    return bug.driver();
  }

  @Override
  protected Set<Capability> capabilities() {
    return bug.groups().contains(PresignContract.class)
        ? EnumSet.allOf(Capability.class)
        : EnumSet.complementOf(EnumSet.of(Capability.PRESIGN));
  }

  static final class BugResolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SeededBug.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return SeededBug.valueOf(context.getConfigurationParameter(BUG).orElseThrow());
    }
  }
}
