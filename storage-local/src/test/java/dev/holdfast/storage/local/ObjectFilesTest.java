// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose length is not what their record says, and files that are replaced meanwhile. */
final class ObjectFilesTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey KEY = StorageKey.of("a/b");

  private final CrashFileSystem disk = CrashFileSystem.builder().build();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stat_fileCutShort_isDamagedWhereverItIsSeen(boolean attributes) throws IOException {
    CrashFileSystem other = CrashFileSystem.builder().userAttributes(attributes).build();
    LocalDriver driver = LocalStores.open(other.root().resolve("store"));
    put(driver, 100);
    Path file = other.root().resolve("store").resolve("a").resolve("_b");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(channel.truncate(channel.size() - 1).size()).isGreaterThan(98);
    }
    assertDamaged(driver, Files.size(file));
  }

  @Test
  void stat_fileMadeLonger_isDamagedWhereverItIsSeen() throws IOException {
    LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
    put(driver, 100);
    Path file = disk.root().resolve("store").resolve("a").resolve("_b");
    Files.write(file, new byte[1], StandardOpenOption.APPEND);
    assertDamaged(driver, 101);
  }

  @Test
  void stat_objectReplacedByALongerOneMeanwhile_isTheNewOneAndWhole() {
    LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
    put(driver, 100);
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.ATTRIBUTES) {
            disk.onCall(later -> {});
            put(driver, 200);
          }
        });
    assertThat(driver.stat(KEY, CALL).orElseThrow().sizeBytes()).isEqualTo(200);
  }

  @Test
  void stat_objectDeletedMeanwhile_isAbsent() throws IOException {
    LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
    put(driver, 100);
    Path file = disk.root().resolve("store").resolve("a").resolve("_b");
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.ATTRIBUTES) {
            disk.onCall(later -> {});
            Files.delete(file);
          }
        });
    assertThat(driver.stat(KEY, CALL)).isEmpty();
  }

  private static void assertDamaged(LocalDriver driver, long sizeBytes) {
    assertThatStorageFailure(() -> driver.stat(KEY, CALL)).isNotApplied(Kind.INTEGRITY);
    assertThatStorageFailure(() -> driver.get(KEY, DownloadOptions.defaults(), CALL))
        .isNotApplied(Kind.INTEGRITY);
    assertThat(driver.list(new ListQuery("", false, "", 9), CALL).entries())
        .singleElement()
        .isInstanceOfSatisfying(
            ListCursor.Item.class,
            item -> {
              assertThat(item.etag()).isEqualTo("damaged");
              assertThat(item.sizeBytes()).isEqualTo(sizeBytes);
            });
  }

  private static void put(LocalDriver driver, int sizeBytes) {
    driver.put(KEY, Content.ofBytes(new byte[sizeBytes]), UploadOptions.defaults(), CALL);
  }
}
