// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The usual recipe for a durable replacement (stage, force, rename, force the directory) holds at
 * every call and in every outcome; the same recipe with a step left out is caught.
 */
final class WriteRecipeTest {
  enum Omission {
    FORCE_FILE,
    FORCE_DIRECTORY,
    FORCE_NEW_PARENT,
    RENAME,
    STOP_AFTER_FAILED_FORCE
  }

  private static final String LONG = "x".repeat(700);

  private final Set<Omission> omissions = EnumSet.noneOf(Omission.class);
  private final List<String> violations = new ArrayList<>();
  private String acknowledged = "absent";
  private String inFlight = "absent";

  private void put(CrashFileSystem fs, String text) throws IOException {
    inFlight = text;
    Path directory = fs.root().resolve("d");
    if (!Files.exists(directory)) {
      Files.createDirectory(directory);
    }
    if (!omissions.contains(Omission.FORCE_NEW_PARENT)) {
      Disks.forceDirectory(fs.root());
    }
    boolean inPlace = omissions.contains(Omission.RENAME);
    Path target = directory.resolve("a");
    Path stage = inPlace ? target : directory.resolve("a.stage");
    Files.deleteIfExists(stage);
    try (FileChannel channel = FileChannel.open(stage, Disks.NEW)) {
      channel.write(bytes(text));
      if (!omissions.contains(Omission.FORCE_FILE)) {
        force(channel);
      }
    }
    if (!inPlace) {
      Files.move(stage, target, StandardCopyOption.ATOMIC_MOVE);
    }
    if (!omissions.contains(Omission.FORCE_DIRECTORY)) {
      Disks.forceDirectory(directory);
    }
    acknowledged = text;
  }

  private void force(FileChannel channel) throws IOException {
    try {
      channel.force(true);
    } catch (CrashedException e) {
      throw e;
    } catch (IOException e) {
      if (!omissions.contains(Omission.STOP_AFTER_FAILED_FORCE)) {
        throw e;
      }
      channel.force(true);
    }
  }

  private void check(CrashFileSystem fs, String when) {
    for (CrashFileSystem after : fs.crashImages(100_000)) {
      try {
        String found = Disks.read(after, "/d/a");
        if (!found.equals(acknowledged) && !found.equals(inFlight)) {
          violations.add(when + ": " + found + "\n" + after.dump());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void explore(CrashFileSystem fs) throws IOException {
    fs.onCall(call -> check(fs, call.toString()));
    put(fs, "first");
    check(fs, "after first");
    put(fs, LONG);
    check(fs, "after second");
  }

  @Test
  void fullRecipe_anyCrashAtAnyCall_keepsWhatWasAcknowledged() throws IOException {
    explore(Disks.empty());
    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FORCE_FILE", "FORCE_DIRECTORY", "FORCE_NEW_PARENT", "RENAME"})
  void stepLeftOut_isCaught(Omission omission) throws IOException {
    omissions.add(omission);
    explore(Disks.empty());
    assertThat(violations).isNotEmpty();
  }

  @Test
  void secondForceAfterFailure_isCaught() throws IOException {
    omissions.add(Omission.STOP_AFTER_FAILED_FORCE);
    CrashFileSystem fs = Disks.empty();
    fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_FILE), Fault.EIO);
    explore(fs);
    assertThat(violations).isNotEmpty();
  }
}
