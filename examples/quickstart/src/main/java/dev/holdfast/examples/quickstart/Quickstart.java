// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.util.List;

/**
 * Takes a directory of real files through everything that a local storage promises, and ends with
 * exit code 0 only if all of it was true.
 *
 * <p>Run it at the root of the repository:
 *
 * <pre>{@code
 * mvn -q -Dquickstart
 * }</pre>
 *
 * <p>System properties: {@code dir} is the directory whose files are stored (the current one unless
 * set; nothing in it is changed), {@code root} the directory to work in (a temporary one unless
 * set; it must be empty or not exist). What the program made is removed when it ends.
 */
public final class Quickstart {

  static final List<Scenario> SCENARIOS =
      List.of(
          new StoreFiles(),
          new ListKeys(),
          new ReadBack(),
          new FetchByLink(),
          new StreamReport(),
          new BreakUploads(),
          new KillProcess());

  private Quickstart() {}

  /** Runs the program. */
  @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 get -Djdk.console=java.base from the POM
  public static void main(String[] args) {
    boolean terminal = System.console() != null;
    Screen screen = new Screen(System.out, terminal);
    System.exit(run(Settings.of(System.getProperties()), screen, SCENARIOS));
  }

  /** Runs scenarios in order; the exit code is 0 if every check held, else 1. */
  static int run(Settings settings, Screen screen, List<Scenario> scenarios) {
    try (Workplace workplace = Workplace.open(settings.root());
        FileStorage storage = LocalStorage.builder(workplace.folder("files")).build()) {
      screen.title("Holdfast: files of " + settings.dir() + " in " + workplace.path());
      Tour tour = new Tour(settings.dir(), workplace, storage, screen);
      scenarios.forEach(tour::visit);
      screen.table(tour.score().rows());
      return tour.score().failures() == 0 ? 0 : 1;
    } catch (IOException e) {
      screen.failure(e.toString());
      return 1;
    }
  }
}
