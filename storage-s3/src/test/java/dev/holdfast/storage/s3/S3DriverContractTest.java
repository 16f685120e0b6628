// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.s3.ScriptedS3;
import dev.holdfast.testkit.storage.StorageDriverContract;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** The contract over a server that behaves as AWS does; large objects are sent in parts. */
final class S3DriverContractTest extends StorageDriverContract {

  /**
   * About what happens without a capability that is there; and the ETags of AWS are digests, so
   * that writes of equal bytes have equal ones.
   */
  static final Set<String> SKIPPED =
      Set.of(
          "write_readOnlyStore_failsAsReadOnly",
          "keys_objectBesidePrefix_failsAsConflict",
          "stat_writtenAgain_hasAnotherEtagEachTime",
          "stat_deletedAndWrittenAgain_hasAnotherEtag");

  private final ScriptedS3 server = S3Stores.server();

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Override
  protected StorageDriver createDriver() {
    return S3Stores.open(server);
  }

  @Override
  protected Set<Capability> capabilities() {
    return S3Profile.AWS.capabilities();
  }

  @Override
  protected Optional<Set<String>> skipped() {
    return Optional.of(SKIPPED);
  }
}
