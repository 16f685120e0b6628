// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of call by which a write changes the disk is refused, for every reason there is. */
final class RefusedWritesTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final StorageKey OLD = StorageKey.of("a/old");
  private static final StorageKey NEW = StorageKey.of("b/new");
  private static final Content CONTENT = Content.ofBytes(new byte[10]);

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path root = disk.root().resolve("store");

  static List<Arguments> full() {
    return each(Kind.STORAGE_FULL, Fault.ENOSPC, Fault.EDQUOT, Fault.EFBIG);
  }

  static List<Arguments> refused() {
    List<Arguments> all = new ArrayList<>(each(Kind.READ_ONLY, Fault.EROFS));
    all.addAll(each(Kind.ACCESS_DENIED, Fault.EACCES));
    return all;
  }

  private static List<Arguments> each(Kind kind, Fault... faults) {
    List<Arguments> all = new ArrayList<>();
    for (Fault fault : faults) {
      for (CallKind call :
          List.of(
              CallKind.CREATE,
              CallKind.WRITE,
              CallKind.SET_ATTRIBUTES,
              CallKind.FORCE_FILE,
              CallKind.CLOSE,
              CallKind.MKDIR,
              CallKind.MOVE,
              CallKind.LINK)) {
        all.add(Arguments.of(fault, call, kind));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("full")
  void F23_diskFullAtEachKindOfCall_isFullAndStageIsGone(Fault fault, CallKind call, Kind kind)
      throws IOException {
    assertRefused(fault, call, kind);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void F26_writeRefusedAtEachKindOfCall_isToldAndStageIsGone(Fault fault, CallKind call, Kind kind)
      throws IOException {
    assertRefused(fault, call, kind);
  }

  private void assertRefused(Fault fault, CallKind call, Kind kind) throws IOException {
    WriteCondition condition =
        call == CallKind.LINK ? WriteCondition.ifAbsent() : WriteCondition.any();
    UploadOptions options = UploadOptions.builder().condition(condition).build();
    try (LocalDriver driver = LocalStores.open(root)) {
      driver.put(OLD, CONTENT, UploadOptions.defaults(), CALL);
      disk.failures().failEvery(IoCall.ofKind(call), fault);
      assertThatStorageFailure(() -> driver.put(NEW, CONTENT, options, CALL)).isNotApplied(kind);
      assertThat(driver.stat(NEW, CALL)).isEmpty();
      if (call != CallKind.CLOSE) {
        assertThat(readOld(driver)).isEqualTo(new byte[10]);
      }
      disk.failures().clear();
      assertNoStage();
      driver.put(NEW, CONTENT, options, CALL);
      assertThat(driver.stat(NEW, CALL)).isPresent();
    }
  }

  private static byte[] readOld(LocalDriver driver) throws IOException {
    try (InputStream body = driver.get(OLD, DownloadOptions.defaults(), CALL).body()) {
      return body.readAllBytes();
    }
  }

  private void assertNoStage() throws IOException {
    Path stages = root.resolve(Root.CONTROL).resolve("stage");
    try (DirectoryStream<Path> left = Files.newDirectoryStream(stages)) {
      assertThat(left).isEmpty();
    }
  }
}
