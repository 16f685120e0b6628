// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.customdriver;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.testkit.storage.StorageDriverContract;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The published contract. Its tests share nothing, so they wait for the disk side by side. */
@Execution(ExecutionMode.CONCURRENT)
final class ZipDriverContractTest extends StorageDriverContract {

  @TempDir Path directory;

  @Override
  protected StorageDriver createDriver() {
    return ZipDriver.open(directory.resolve("objects.zip"));
  }

  @Override
  protected Set<Capability> capabilities() {
    return Set.of(
        Capability.WRITE,
        Capability.IF_ABSENT,
        Capability.IF_MATCH,
        Capability.IF_MATCH_DELETE,
        Capability.UPLOAD_SESSION,
        Capability.METADATA,
        Capability.TAGS,
        Capability.KEY_BESIDE_PREFIX,
        Capability.ETAG_PER_WRITE);
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
