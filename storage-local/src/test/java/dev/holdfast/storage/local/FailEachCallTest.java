// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Property P4: every call of every operation to the disk fails once. */
final class FailEachCallTest {

  @ParameterizedTest
  @EnumSource(EachOperation.class)
  void P4_nthCallFails_outcomeIsTrueAndStoreGoesOn(EachOperation operation) throws IOException {
    failEach(operation, true, Fault.EIO, Fault.ENOSPC, Fault.EMFILE, Fault.EACCES);
    failEach(operation, false, Fault.EIO);
  }

  private static void failEach(EachOperation operation, boolean attributes, Fault... faults)
      throws IOException {
    Map<String, String> after = DisturbedStore.after(operation, attributes);
    for (Fault fault : faults) {
      int n = 1;
      while (failsNth(operation, n, fault, attributes, after)) {
        n++;
      }
      assertThat(n).as("calls of %s", operation).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void P4_everyWriteIsShort_objectsAndMarkerAreWhole(boolean attributes) {
    CrashFileSystem disk = CrashFileSystem.builder().userAttributes(attributes).build();
    disk.failures().shortWrites(call -> true);
    Path root = disk.root().resolve("store");
    StorageKey key = StorageKey.of("a/b");
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    try (FileStorage storage = LocalStorage.builder(root).build()) {
      storage.upload(key, Content.ofBytes(bytes));
    }
    try (FileStorage storage = LocalStorage.builder(root).build()) {
      assertThat(storage.download(key).readAllBytes(bytes.length)).isEqualTo(bytes);
    }
    assertThat(disk.failures().injected()).isPositive();
  }

  /** False if the operation has fewer calls. */
  private static boolean failsNth(
      EachOperation operation, int n, Fault fault, boolean attributes, Map<String, String> after)
      throws IOException {
    try (DisturbedStore store = new DisturbedStore(attributes)) {
      store.disk().failures().failNth(n, fault);
      Optional<StorageException> failure = store.run(operation, n, call -> {});
      store.disk().failures().clear();
      try {
        store.check(failure, after, forcesDirectory(store.disturbed()));
      } catch (AssertionError e) {
        throw new AssertionError(
            "%s, %s at call %d: %s".formatted(operation, fault, n, store.disturbed()), e);
      }
      return store.disturbed().isPresent();
    }
  }

  private static boolean forcesDirectory(Optional<IoCall> call) {
    return call.filter(failed -> failed.kind() == CallKind.FORCE_DIRECTORY).isPresent();
  }
}
