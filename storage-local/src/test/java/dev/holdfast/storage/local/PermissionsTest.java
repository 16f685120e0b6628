// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permissions and read-only mounts of the operating system itself, as a child process has them. */
final class PermissionsTest {

  private static final String DENIED = "ACCESS_DENIED NOT_APPLIED";
  private static final String READ_ONLY = "READ_ONLY NOT_APPLIED";

  @TempDir private Path directory;

  @Test
  void F26_rootNotPermittedAtStart_isRefusedAndNamed() throws Exception {
    assertThat(
            ChildProcess.run(
                Surroundings.unprivileged(),
                directory.resolve("root"),
                "shell mkdir -m 500 $0",
                "open",
                "shell chmod 000 $0",
                "open",
                "shell chmod 700 $0",
                "open",
                "close",
                "shell chmod 400 $0/.holdfast/lock",
                "open",
                "shell chmod 000 $0/.holdfast",
                "open",
                "shell chmod -R u+rwX $0",
                "open",
                "put a 1",
                "close"))
        .containsExactly(
            "shell mkdir -m 500 $0: done",
            "open: " + DENIED,
            "shell chmod 000 $0: done",
            "open: " + DENIED,
            "shell chmod 700 $0: done",
            "open: done",
            "close: done",
            "shell chmod 400 $0/.holdfast/lock: done",
            "open: " + DENIED,
            "shell chmod 000 $0/.holdfast: done",
            "open: " + DENIED,
            "shell chmod -R u+rwX $0: done",
            "open: done",
            "put a 1: done",
            "close: done");
  }

  @Test
  void F26_rootOfStoreNotWritableAtStart_isRefused() throws Exception {
    assertThat(
            ChildProcess.run(
                Surroundings.unprivileged(),
                directory.resolve("root"),
                "open",
                "close",
                "shell chmod 500 $0",
                "open",
                "close",
                "shell chmod 700 $0 && chmod 500 $0/.holdfast/stage",
                "open"))
        .filteredOn(line -> line.startsWith("open"))
        .containsExactly(
            "open: done", "open: ACCESS_DENIED NOT_APPLIED", "open: ACCESS_DENIED NOT_APPLIED");
  }

  @Test
  void F26_permissionsTakenAtRunTime_isDeniedAndReadsGoOn() throws Exception {
    assertThat(
            ChildProcess.run(
                Surroundings.unprivileged(),
                directory.resolve("root"),
                "open",
                "put a/b 3",
                "shell chmod 500 $0/.holdfast/stage",
                "put a/b 4",
                "session a/b 4",
                "get a/b",
                "list",
                "shell chmod 700 $0/.holdfast/stage && chmod 500 $0/a",
                "put a/b 4",
                "put a/c 4",
                "copy a/b a/c",
                "delete a/b",
                "stages",
                "get a/b",
                "list",
                "shell chmod 700 $0/a",
                "put a/b 5",
                "get a/b",
                "list",
                "close"))
        .containsExactly(
            "open: done",
            "put a/b 3: done",
            "shell chmod 500 $0/.holdfast/stage: done",
            "put a/b 4: " + DENIED,
            "session a/b 4: " + DENIED,
            "get a/b: 3 bytes",
            "list: a/b",
            "shell chmod 700 $0/.holdfast/stage && chmod 500 $0/a: done",
            "put a/b 4: " + DENIED,
            "put a/c 4: " + DENIED,
            "copy a/b a/c: " + DENIED,
            "delete a/b: " + DENIED,
            "stages: 0 left",
            "get a/b: 3 bytes",
            "list: a/b",
            "shell chmod 700 $0/a: done",
            "put a/b 5: done",
            "get a/b: 5 bytes",
            "list: a/b",
            "close: done");
  }

  @Test
  void F26_readingNotPermitted_isDeniedAndNeverAbsent() throws Exception {
    assertThat(
            ChildProcess.run(
                Surroundings.unprivileged(),
                directory.resolve("root"),
                "open",
                "put a/b 3",
                "shell chmod 000 $0/a/_b",
                "stat a/b",
                "get a/b",
                "copy a/b c",
                "list",
                "shell chmod 600 $0/a/_b && chmod 000 $0/a",
                "stat a/b",
                "get a/b",
                "list",
                "put a/b 4",
                "delete a/b",
                "shell chmod 700 $0/a",
                "get a/b",
                "list",
                "close"))
        .containsExactly(
            "open: done",
            "put a/b 3: done",
            "shell chmod 000 $0/a/_b: done",
            "stat a/b: " + DENIED,
            "get a/b: " + DENIED,
            "copy a/b c: " + DENIED,
            "list: " + DENIED,
            "shell chmod 600 $0/a/_b && chmod 000 $0/a: done",
            "stat a/b: " + DENIED,
            "get a/b: " + DENIED,
            "list: " + DENIED,
            "put a/b 4: " + DENIED,
            "delete a/b: " + DENIED,
            "shell chmod 700 $0/a: done",
            "get a/b: 3 bytes",
            "list: a/b",
            "close: done");
  }

  @Test
  void F26_mountedReadOnlyAtRunTimeAndAtStart_isReadOnlyAndReadsGoOn() throws Exception {
    Path root = Files.createDirectories(directory.resolve("mount").resolve("root"));
    List<String> mounted = Surroundings.mounted("mount -t tmpfs none " + root.getParent());
    assertThat(
            ChildProcess.run(
                mounted,
                root,
                "open",
                "put a/b 3",
                "shell mount --bind $0 $0 && mount -o remount,bind,ro $0",
                "put a/b 4",
                "session a/b 4",
                "delete a/b",
                "copy a/b a/c",
                "get a/b",
                "list",
                "close",
                "open",
                "shell umount $0",
                "open",
                "get a/b",
                "put a/b 4",
                "close"))
        .containsExactly(
            "open: done",
            "put a/b 3: done",
            "shell mount --bind $0 $0 && mount -o remount,bind,ro $0: done",
            "put a/b 4: " + READ_ONLY,
            "session a/b 4: " + READ_ONLY,
            "delete a/b: " + READ_ONLY,
            "copy a/b a/c: " + READ_ONLY,
            "get a/b: 3 bytes",
            "list: a/b",
            "close: done",
            "open: " + READ_ONLY,
            "shell umount $0: done",
            "open: done",
            "get a/b: 3 bytes",
            "put a/b 4: done",
            "close: done");
  }
}
