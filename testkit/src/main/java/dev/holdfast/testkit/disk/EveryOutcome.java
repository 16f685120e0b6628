// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through all outcomes of one power loss, depth first: each run repeats the answers of the one
 * before up to the last question that has an answer left, gives the next answer to that one and the
 * first to all that follow.
 */
final class EveryOutcome {
  private final List<Integer> answers = new ArrayList<>();
  private final List<Integer> options = new ArrayList<>();
  private int asked;

  /** All disks that a power loss may leave; under the lock of the disk. */
  static List<Disk> of(Disk disk, int limit) {
    EveryOutcome outcomes = new EveryOutcome();
    List<Disk> images = new ArrayList<>();
    do {
      if (images.size() == limit) {
        throw new IllegalStateException(
            "more than " + limit + " outcomes; force more often or raise the limit");
      }
      outcomes.asked = 0;
      images.add(CrashImage.of(disk, CrashPolicy.choosing(outcomes::answer)));
    } while (outcomes.advance());
    return images;
  }

  private int answer(CrashChoice choice) {
    if (asked == answers.size()) {
      answers.add(0);
      options.add(choice.options());
    }
    return answers.get(asked++);
  }

  private boolean advance() {
    for (int last = answers.size() - 1; last >= 0; last--) {
      int next = answers.get(last) + 1;
      if (next < options.get(last)) {
        answers.set(last, next);
        return true;
      }
      answers.subList(last, answers.size()).clear();
      options.subList(last, options.size()).clear();
    }
    return false;
  }
}
