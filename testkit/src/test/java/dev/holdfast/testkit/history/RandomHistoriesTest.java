// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static dev.holdfast.testkit.history.UnknownRule.ANY_TIME;
import static dev.holdfast.testkit.history.UnknownRule.CLOSED_BY_ACKNOWLEDGED_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.history.SimulatedRegister.Fault;
import dev.holdfast.testkit.history.SimulatedRegister.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomHistoriesTest {
  private static final Mix EVERYTHING = new Mix(4, 12, 30, 15, 8, 5);
  private static final Mix MANY_UNKNOWN = new Mix(4, 12, 0, 10, 25, 0);
  private static final Mix TINY = new Mix(3, 6, 30, 20, 20, 5);

  @Test
  void check_correctRegister_isLinearizable() {
    for (long seed = 0; seed < 3_000; seed++) {
      var strict = new SimulatedRegister(seed, EVERYTHING, Fault.NONE, false).run();
      assertThat(check(strict, CLOSED_BY_ACKNOWLEDGED_WRITE).passed()).as("seed %d", seed).isTrue();
      var loose = new SimulatedRegister(seed, EVERYTHING, Fault.NONE, true).run();
      assertThat(check(loose, ANY_TIME).passed()).as("seed %d", seed).isTrue();
      assertThat(ReadAudit.check(strict)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void check_zombieWrites_areFoundUnderStrictRule() {
    int found = 0;
    for (long seed = 0; seed < 2_000; seed++) {
      var history = new SimulatedRegister(seed, MANY_UNKNOWN, Fault.NONE, true).run();
      found += check(history, CLOSED_BY_ACKNOWLEDGED_WRITE).passed() ? 0 : 1;
    }
    assertThat(found).isGreaterThan(100);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void check_faultyRegister_isFoundOften(Fault fault) {
    int found = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      var history = new SimulatedRegister(seed, EVERYTHING, fault, false).run();
      found += check(history, CLOSED_BY_ACKNOWLEDGED_WRITE).passed() ? 0 : 1;
    }
    assertThat(found).as("histories of 1,000 rejected").isGreaterThan(50);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void check_tinyHistories_agreesWithBruteForce(Fault fault) {
    int rejected = 0;
    for (long seed = 0; seed < 300; seed++) {
      var history = new SimulatedRegister(seed, TINY, fault, true).run();
      for (UnknownRule rule : UnknownRule.values()) {
        boolean passed = check(history, rule).passed();
        assertThat(passed)
            .as("seed %d, %s, %s%n%s", seed, fault, rule, history.render("k"))
            .isEqualTo(new BruteForce(rule).linearizable(history));
        rejected += passed ? 0 : 1;
      }
    }
    assertThat(rejected).isBetween(3, 500);
  }

  @Test
  void check_powerLosses_agreesWithBruteForce() {
    int rejected = 0;
    for (long seed = 0; seed < 600; seed++) {
      var history = withPowerLosses(new Random(seed), seed);
      for (UnknownRule rule : UnknownRule.values()) {
        boolean passed = check(history, rule).passed();
        assertThat(passed)
            .as("seed %d, %s%n%s", seed, rule, history.render("k"))
            .isEqualTo(new BruteForce(rule).linearizable(history));
        rejected += passed ? 0 : 1;
      }
    }
    assertThat(rejected).isBetween(50, 1_150);
  }

  @Test
  void check_diskThatAcknowledgesDurableWrites_isLinearizable() {
    for (long seed = 0; seed < 2_000; seed++) {
      var history = new SimulatedDisk(seed, false).run(3, 10);
      Verdict<String> verdict = check(history, ANY_TIME);
      assertThat(verdict.passed()).as("seed %d%n%s", seed, verdict).isTrue();
      assertThat(ReadAudit.check(history)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void check_diskThatAcknowledgesEarly_isFoundOften() {
    int found = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      found += check(new SimulatedDisk(seed, true).run(3, 10), ANY_TIME).passed() ? 0 : 1;
    }
    assertThat(found).as("histories of 1,000 rejected").isGreaterThan(300);
  }

  @Test
  void reduce_failingHistory_stillFailsAndLastStepIsNeeded() {
    RegisterSpec<Integer> spec = RegisterSpec.absentAtFirst();
    var checker = LinearizabilityChecker.of(spec, ANY_TIME);
    int reduced = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      var history = new SimulatedRegister(seed, EVERYTHING, Fault.STALE_READ, false).run();
      if (check(history, ANY_TIME) instanceof Verdict.Violation) {
        var small =
            new FailingPrefix<>(checker, spec)
                .reduce(new KeyHistory<>(history.operations(), List.of()), 1);
        long[] ends = small.acknowledgements();
        var before = small.until(ends[ends.length - 1] - 1);
        assertThat(checker.check(asHistory(small)).passed()).as("seed %d", seed).isFalse();
        assertThat(checker.check(asHistory(before)).passed()).as("seed %d", seed).isTrue();
        reduced += small.operations().size() < history.operations().size() ? 1 : 0;
      }
    }
    assertThat(reduced).isGreaterThan(100);
  }

  @Test
  void check_sameSeedTwice_sameHistoryVerdictAndText() {
    for (long seed = 0; seed < 200; seed++) {
      var first = new SimulatedRegister(seed, EVERYTHING, Fault.LOSE_WRITE, false).run();
      var second = new SimulatedRegister(seed, EVERYTHING, Fault.LOSE_WRITE, false).run();
      assertThat(first.render("k")).isEqualTo(second.render("k"));
      assertThat(check(first, ANY_TIME)).isEqualTo(check(second, ANY_TIME));
    }
  }

  @Test
  void check_twelveOperationsOfFourClients_thousandsPerSecond() {
    List<History<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> histories =
        new ArrayList<>();
    for (long seed = 0; seed < 5_000; seed++) {
      Fault fault = seed % 5 == 0 ? Fault.LOSE_WRITE : Fault.NONE;
      histories.add(new SimulatedRegister(seed, EVERYTHING, fault, true).run());
    }
    double perSecond = 0;
    for (int tries = 0; tries < 5 && perSecond <= 1_000; tries++) { // the machine may be busy once
      long begin = System.nanoTime();
      histories.forEach(history -> check(history, ANY_TIME));
      perSecond = histories.size() * 1e9 / (System.nanoTime() - begin);
    }
    assertThat(perSecond).as("histories per second").isGreaterThan(1_000);
  }

  private static <K, Q, R> History<K, Q, R> asHistory(KeyHistory<K, Q, R> ofKey) {
    return new History<>(ofKey.operations(), ofKey.powerLosses());
  }

  private static Verdict<String> check(
      History<String, RegisterRequest<Integer>, RegisterResponse<Integer>> history,
      UnknownRule rule) {
    RegisterSpec<Integer> spec = RegisterSpec.absentAtFirst();
    return LinearizabilityChecker.of(spec, rule).check(history);
  }

  /** Marks power losses at random times in a tiny history, whatever its register did there. */
  private static History<String, RegisterRequest<Integer>, RegisterResponse<Integer>>
      withPowerLosses(Random random, long seed) {
    var history = new SimulatedRegister(seed, TINY, Fault.STALE_READ, true).run();
    List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> moved =
        new ArrayList<>();
    for (var each : history.operations()) {
      long completed = each.completed() == Operation.OPEN ? Operation.OPEN : 10 * each.completed();
      moved.add(
          new Operation<>(
              each.client(),
              each.key(),
              each.request(),
              10 * each.invoked(),
              completed,
              each.outcome()));
    }
    return new History<>(
        moved, List.of(10L * random.nextInt(12) + 5, 10L * random.nextInt(12) + 5));
  }
}
