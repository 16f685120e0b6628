// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void shrink_twoStepsMatter_onlyTheyRemainInOrder() {
    var reduction = shrink(HUNDRED, Set.of(7, 80), 1_000);
    assertThat(reduction.steps()).containsExactly(7, 80);
    assertThat(reduction.minimal()).isTrue();
    assertThat(reduction.trials()).isLessThan(120);
  }

  @Test
  void shrink_anySubsetMatters_isFoundExactly() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Set<Integer> needed = new TreeSet<>();
      int count = random.nextInt(8);
      for (int i = 0; i < count; i++) {
        needed.add(random.nextInt(100));
      }
      var reduction = shrink(HUNDRED, needed, 10_000);
      assertThat(reduction.steps()).as("seed %d", seed).containsExactlyElementsOf(needed);
      assertThat(reduction.minimal()).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void shrink_alternativeCauses_noSingleStepCanBeLeftOut() {
    var reduction =
        Shrinker.<Integer>of(10_000)
            .shrink(HUNDRED, steps -> steps.stream().filter(each -> each % 3 == 0).count() >= 5);
    assertThat(reduction.steps()).hasSize(5).allMatch(each -> each % 3 == 0);
  }

  @Test
  void shrink_everyStepMatters_listIsKept() {
    List<Integer> seven = HUNDRED.subList(0, 7);
    var reduction = shrink(seven, new HashSet<>(seven), 1_000);
    assertThat(reduction.steps()).isEqualTo(seven);
    assertThat(reduction.minimal()).isTrue();
  }

  @Test
  void shrink_nothingMatters_isEmpty() {
    assertThat(shrink(HUNDRED, Set.of(), 10).steps()).isEmpty();
    assertThat(shrink(List.of(), Set.of(), 10).steps()).isEmpty();
  }

  @Test
  void shrink_trialsRunOut_keepsWhatStillFails() {
    var reduction = shrink(HUNDRED, Set.of(7, 80), 12);
    assertThat(reduction.steps()).contains(7, 80).hasSizeLessThan(100);
    assertThat(reduction.trials()).isEqualTo(12);
    assertThat(reduction.minimal()).isFalse();
  }

  @Test
  void shrink_listThatPasses_isRefused() {
    assertThatThrownBy(() -> shrink(HUNDRED, Set.of(200), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100 steps does not fail");
  }

  @Test
  void of_noTrials_isRefused() {
    assertThatThrownBy(() -> Shrinker.<Integer>of(0)).hasMessageContaining("at least 1, is 0");
  }

  private static Shrinker.Reduction<Integer> shrink(
      List<Integer> steps, Set<Integer> needed, int maxTrials) {
    return Shrinker.<Integer>of(maxTrials).shrink(steps, kept -> kept.containsAll(needed));
  }
}
