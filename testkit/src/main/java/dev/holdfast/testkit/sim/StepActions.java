// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.util.TreeMap;

/** What a test wants done when the simulation reaches a step. */
final class StepActions {

  private final TreeMap<Integer, Runnable> actions = new TreeMap<>();

  void add(int step, Runnable action) {
    actions.merge(
        step,
        action,
        (first, second) ->
            () -> {
              first.run();
              second.run();
            });
  }

  boolean due(int step) {
    return !actions.isEmpty() && actions.firstKey() <= step;
  }

  void run(int step) {
    while (due(step)) {
      actions.pollFirstEntry().getValue().run();
    }
  }
}
