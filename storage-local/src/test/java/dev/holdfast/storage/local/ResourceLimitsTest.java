// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of the operating system itself, in child processes that have them. */
final class ResourceLimitsTest {

  private static final String FULL = "STORAGE_FULL NOT_APPLIED";
  private static final String DENIED = "OVERLOADED NOT_APPLIED";

  @TempDir private Path directory;

  @Test
  void F23_fileSizeLimit_isFullAndNotApplied() throws Exception {
    assertFull(Surroundings.shell("ulimit -f 200"), directory.resolve("root"));
  }

  @Test
  void F23_smallFileSystem_isFullAndNotApplied() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    assertFull(
        Surroundings.mounted("mount -t tmpfs -o size=200k none " + small), small.resolve("root"));
  }

  /** A megabyte does not fit, whichever way it comes; what was there stays, and all goes on. */
  private static void assertFull(List<String> limits, Path root) throws Exception {
    assertThat(
            ChildProcess.run(
                limits,
                root,
                "open",
                "put a/kept 3",
                "put a/big 1000000",
                "put a/kept 1000000",
                "stream a/big 1000000",
                "session a/big 1000000",
                "stages",
                "get a/kept",
                "list",
                "copy a/kept a/copy",
                "delete a/kept",
                "put a/small 5",
                "list",
                "close"))
        .containsExactly(
            "open: done",
            "put a/kept 3: done",
            "put a/big 1000000: " + FULL,
            "put a/kept 1000000: " + FULL,
            "stream a/big 1000000: " + FULL,
            "session a/big 1000000: " + FULL,
            "stages: 0 left",
            "get a/kept: 3 bytes",
            "list: a/kept",
            "copy a/kept a/copy: done",
            "delete a/kept: done",
            "put a/small 5: done",
            "list: a/copy a/small",
            "close: done");
  }

  @Test
  void F27_noDescriptorLeft_isOverloadedAndNotAppliedAndPasses() throws Exception {
    assertThat(
            ChildProcess.run(
                Surroundings.shell("ulimit -n 120"),
                directory.resolve("root"),
                "load",
                "open",
                "put a/b 3",
                "exhaust a/b",
                "get a/b",
                "put a/b 4",
                "put a/new 4",
                "session a/b 4",
                "delete a/b",
                "copy a/b a/c",
                "list",
                "release",
                "get a/b",
                "list",
                "put a/b 4",
                "get a/b",
                "stages",
                "delete a/b",
                "close"))
        .containsExactly(
            "load: done",
            "open: done",
            "put a/b 3: done",
            "exhaust a/b: " + DENIED,
            "get a/b: " + DENIED,
            "put a/b 4: " + DENIED,
            "put a/new 4: " + DENIED,
            "session a/b 4: " + DENIED,
            "delete a/b: " + DENIED,
            "copy a/b a/c: " + DENIED,
            "list: " + DENIED,
            "release: done",
            "get a/b: 3 bytes",
            "list: a/b",
            "put a/b 4: done",
            "get a/b: 4 bytes",
            "stages: 0 left",
            "delete a/b: done",
            "close: done");
  }
}
