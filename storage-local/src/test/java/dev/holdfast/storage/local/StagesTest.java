// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sweep of what dead processes left, when it meets obstacles. */
final class StagesTest {

  private final CrashFileSystem disk = CrashFileSystem.builder().build();
  private final Path store = disk.root().resolve("store");
  private final Path directory = store.resolve(Root.CONTROL).resolve("stage");
  private final Environment environment = LocalStores.environment();
  private final Gate gate = new Gate(environment.waits());
  private final Stages stages =
      new Stages(new Root(store), environment.clock(), environment.random(), Duration.ZERO, gate);

  @BeforeEach
  void leave() throws IOException {
    LocalStores.open(store).close();
    for (String name : new String[] {"a", "b", "c"}) {
      Path stage = Files.createFile(directory.resolve(name));
      Files.setLastModifiedTime(stage, FileTime.from(LocalStores.NOW.minus(Duration.ofDays(9))));
    }
  }

  @Test
  void sweep_oneCannotBeRemoved_othersAreAndItIsTold() {
    disk.failures().failEvery(deleteOf("b"), Fault.EACCES);
    assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(stages::sweep);
    assertThat(directory).isDirectoryContaining("glob:**b").isDirectoryNotContaining("glob:**[ac]");
  }

  @Test
  void open_leftoverCannotBeRemoved_opensAllTheSame() {
    disk.failures().failEvery(deleteOf("b"), Fault.EACCES);
    LocalStores.open(store).close();
    assertThat(directory).isDirectoryContaining("glob:**b").isDirectoryNotContaining("glob:**[ac]");
  }

  @Test
  void sweep_storeIsClosedMeanwhile_endsIt() throws IOException {
    disk.onCall(
        call -> {
          if (call.kind() == CallKind.LIST) {
            assertThat(close()).isFalse();
          }
        });
    stages.sweep();
    disk.onCall(call -> {});
    assertThat(directory).isDirectoryContaining("glob:**a").isDirectoryContaining("glob:**c");
    stages.sweep();
    assertThat(directory).isDirectoryContaining("glob:**a").isDirectoryContaining("glob:**c");
    assertThat(close()).as("the sweep has left").isTrue();
  }

  @Test
  void sweep_cannotListStages_hasLeftAllTheSame() {
    disk.failures().failEvery(IoCall.ofKind(CallKind.LIST), Fault.EIO);
    assertThatExceptionOfType(IOException.class).isThrownBy(stages::sweep);
    assertThat(close()).isTrue();
  }

  private boolean close() {
    return gate.close(() -> {}, Deadline.after(Duration.ZERO, environment.ticker()));
  }

  private static Predicate<IoCall> deleteOf(String name) {
    return IoCall.ofKind(CallKind.DELETE).and(IoCall.nameContaining(name));
  }
}
