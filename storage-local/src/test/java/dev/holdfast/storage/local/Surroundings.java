// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before {@code java} on the command line of a child process, so that it finds itself
 * in other surroundings. Each ends by executing what is behind it.
 */
final class Surroundings {

  private Surroundings() {}

  /** None in particular. */
  static List<String> usual() {
    return List.of();
  }

  /** Behind a line of the shell, such as one that sets a limit. */
  static List<String> shell(String line) {
    return List.of("sh", "-c", line + " && exec \"$0\" \"$@\"");
  }

  /**
   * With a mount that the child alone sees, and that ends with it; needs no privilege.
   *
   * @param line of the shell, which mounts something
   */
  static List<String> mounted(String line) throws InterruptedException {
    return behind(
        List.of("unshare", "--user", "--map-root-user", "--mount"),
        "mount -t tmpfs none /tmp",
        line,
        "user name spaces");
  }

  /** Bound to permissions, even if the tests run as root. */
  static List<String> unprivileged() throws InterruptedException {
    return "root".equals(System.getProperty("user.name"))
        ? behind(
            List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"),
            "true",
            "true",
            "giving privileges up")
        : usual();
  }

  private static List<String> behind(List<String> tool, String trial, String line, String need)
      throws InterruptedException {
    List<String> command = new ArrayList<>(tool);
    command.addAll(List.of("sh", "-c", trial));
    assumeTrue(works(command), () -> need + " must be possible here");
    List<String> prefix = new ArrayList<>(tool);
    prefix.addAll(shell(line));
    return prefix;
  }

  private static boolean works(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
