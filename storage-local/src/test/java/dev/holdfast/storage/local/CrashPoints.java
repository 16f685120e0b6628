// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.testkit.disk.CrashChoice;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.CrashPolicy;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stops a process before its n-th call to the disk, and goes through what a power loss may leave.
 */
final class CrashPoints {

  private CrashPoints() {}

  /** The process is dead. An error, so that no handler of exceptions sees it. */
  static final class Death extends Error {

    @Serial private static final long serialVersionUID = 1L;

    Death() {
      super("the process died", null, false, false);
    }
  }

  /** Lets every call from the n-th on fail with death. */
  static void dieAt(CrashFileSystem disk, long n) {
    long last = disk.calls() + n;
    disk.onCall(
        call -> {
          if (call.number() >= last) {
            throw new Death();
          }
        });
  }

  /**
   * Calls a check with each disk that a power loss may leave, up to a number of them, and with the
   * one that the mere death of the process leaves.
   *
   * @return how many there were
   */
  static int outcomes(CrashFileSystem disk, int most, Consumer<CrashFileSystem> check) {
    check.accept(disk.crashImage(CrashPolicy.KEEP_ALL));
    int count = 1;
    List<Integer> answers = new ArrayList<>();
    boolean more = true;
    while (more && count < most) {
      Answers next = new Answers(answers);
      check.accept(disk.crashImage(CrashPolicy.choosing(next::answer)));
      count++;
      more = next.advance();
    }
    return count;
  }

  /** An odometer over the answers to the questions of a crash. */
  private static final class Answers {

    private final List<Integer> answers;
    private final List<Integer> options = new ArrayList<>();

    Answers(List<Integer> answers) {
      this.answers = answers;
    }

    int answer(CrashChoice choice) {
      int question = options.size();
      options.add(choice.options());
      if (question == answers.size()) {
        answers.add(0);
      }
      return answers.get(question);
    }

    boolean advance() {
      for (int i = options.size() - 1; i >= 0; i--) {
        if (answers.get(i) + 1 < options.get(i)) {
          answers.set(i, answers.get(i) + 1);
          answers.subList(i + 1, answers.size()).clear();
          return true;
        }
      }
      return false;
    }
  }
}
