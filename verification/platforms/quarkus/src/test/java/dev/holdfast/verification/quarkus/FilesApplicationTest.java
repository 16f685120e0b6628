// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusMainTest
class FilesApplicationTest {

  /** The second start finds the store closed by the first one, else it could not open it. */
  @Test
  void start_twice_keepsBothStarts(QuarkusMainLauncher launcher, @TempDir Path folder) {
    System.setProperty("files.root", folder.resolve("files").toString());
    assertStarts("[first]", launcher.launch("first"));
    assertStarts("[first, second]", launcher.launch("second"));
  }

  private static void assertStarts(String expected, LaunchResult result) {
    assertEquals(0, result.exitCode());
    assertTrue(result.getOutput().contains("starts so far: " + expected), result.getOutput());
  }
}
