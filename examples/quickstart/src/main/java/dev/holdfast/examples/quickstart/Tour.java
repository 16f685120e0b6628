// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import dev.holdfast.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the scenarios share: the source directory, the storage, what was stored, the screen. */
final class Tour {

  private final Path dir;
  private final Workplace workplace;
  private final FileStorage storage;
  private final Screen screen;
  private final Score score = new Score();
  private final List<StoredFile> stored = new ArrayList<>();

  Tour(Path dir, Workplace workplace, FileStorage storage, Screen screen) {
    this.dir = dir;
    this.workplace = workplace;
    this.storage = storage;
    this.screen = screen;
  }

  /** The files of the directory that was chosen, without those of the workplace. */
  SourceFiles sources() throws IOException {
    return SourceFiles.below(dir, workplace.path());
  }

  FileStorage storage() {
    return storage;
  }

  Screen screen() {
    return screen;
  }

  Score score() {
    return score;
  }

  /** What was stored so far, in order. */
  List<StoredFile> stored() {
    return stored;
  }

  /** A folder of the scenario's own, removed at the end. */
  Path folder(String name) {
    return workplace.folder(name);
  }

  /** Runs a scenario under its heading. */
  void visit(Scenario scenario) {
    screen.heading(scenario.title());
    try {
      scenario.run(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      check(false, "the scenario was interrupted");
    } catch (Exception e) {
      check(false, e.toString());
    }
  }

  /** Shows a result, and remembers it if it is not as it must be. */
  void check(boolean holds, String result) {
    if (holds) {
      screen.line(result);
    } else {
      screen.failure(result);
      score.failed();
    }
  }
}
