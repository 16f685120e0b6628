// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.history.SimulatedRegister.Fault;
import dev.holdfast.testkit.history.SimulatedRegister.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZoneCheckTest {
  private static final Mix WRITES_AND_READS = new Mix(4, 12, 0, 0, 8, 4);

  @Test
  void check_forwardZonesOverlap_isRejected() {
    var history = new Script().write(1, "a").write(1, "b").read(2, "a").history();
    assertThat(ZoneCheck.check(history))
        .isInstanceOfSatisfying(
            ZoneCheck.Result.Rejected.class,
            rejected ->
                assertThat(rejected.text()).contains("a throughout [2, 5]").contains("client 2"));
  }

  @Test
  void check_twoForwardZonesOverlap_isRejected() {
    var history = new Script().write(1, "a").write(2, "b").read(1, "a").read(2, "b").history();
    assertThat(ZoneCheck.check(history)).isInstanceOf(ZoneCheck.Result.Rejected.class);
  }

  @Test
  void check_absentAfterWrite_isRejected() {
    assertThat(ZoneCheck.check(new Script().write(1, "a").readAbsent(2).history()))
        .isInstanceOf(ZoneCheck.Result.Rejected.class);
  }

  @Test
  void check_failedWriteVisible_isRejected() {
    assertThat(ZoneCheck.check(new Script().failedWrite(1, "a").read(2, "a").history()))
        .isInstanceOf(ZoneCheck.Result.Rejected.class);
  }

  @Test
  void check_thingsOutOfScope_areNamed() {
    assertThat(ZoneCheck.check(new Script().delete(1).history()))
        .isEqualTo(new ZoneCheck.Result.OutOfScope("request delete"));
    assertThat(ZoneCheck.check(new Script().write(1, "a").write(2, "a").history()))
        .isEqualTo(new ZoneCheck.Result.OutOfScope("value written twice: a"));
    assertThat(ZoneCheck.check(new Script().write(1, "a").powerLoss().history()))
        .isEqualTo(new ZoneCheck.Result.OutOfScope("power loss at 3"));
  }

  @Test
  void check_randomHistories_agreesWithSearch() {
    int accepted = 0;
    int rejected = 0;
    for (long seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      List<Fault> faults = List.of(Fault.values());
      Fault fault = faults.get(random.nextInt(faults.size()));
      var history = new SimulatedRegister(seed, WRITES_AND_READS, fault, true).run();
      if (random.nextInt(3) == 0) {
        history = swapOneRead(history, random);
      }
      boolean expected =
          LinearizabilityChecker.of(RegisterSpec.<Integer>absentAtFirst(), UnknownRule.ANY_TIME)
              .check(history)
              .passed();
      ZoneCheck.Result result = ZoneCheck.check(history);
      assertThat(result)
          .as("seed %d%n%s", seed, history.render(SimulatedRegister.KEY))
          .isNotInstanceOf(ZoneCheck.Result.OutOfScope.class);
      assertThat(result instanceof ZoneCheck.Result.Accepted)
          .as("seed %d%n%s%n%s", seed, history.render(SimulatedRegister.KEY), result)
          .isEqualTo(expected);
      accepted += expected ? 1 : 0;
      rejected += expected ? 0 : 1;
    }
    assertThat(accepted).isGreaterThan(1_000);
    assertThat(rejected).isGreaterThan(1_000);
  }

  @Test
  void check_longHistory_takesNearLinearTime() {
    var history = new SimulatedRegister(1, Mix.plain(8, 200_000), Fault.NONE, true).run();
    long nanos = Long.MAX_VALUE;
    for (int tries = 0; tries < 5 && nanos >= 5_000_000_000L; tries++) { // the machine may be busy
      long begin = System.nanoTime();
      assertThat(ZoneCheck.check(history)).isEqualTo(new ZoneCheck.Result.Accepted());
      nanos = System.nanoTime() - begin;
    }
    assertThat(nanos).isLessThan(5_000_000_000L);
  }

  private static History<String, RegisterRequest<Integer>, RegisterResponse<Integer>> swapOneRead(
      History<String, RegisterRequest<Integer>, RegisterResponse<Integer>> history, Random random) {
    List<Operation<String, RegisterRequest<Integer>, RegisterResponse<Integer>>> changed =
        new ArrayList<>(history.operations());
    int start = random.nextInt(changed.size());
    for (int i = 0; i < changed.size(); i++) {
      int index = (start + i) % changed.size();
      var each = changed.get(index);
      if (each.request() instanceof RegisterRequest.Read && each.outcome() instanceof Outcome.Ok) {
        changed.set(
            index,
            new Operation<>(
                each.client(),
                each.key(),
                each.request(),
                each.invoked(),
                each.completed(),
                new Outcome.Ok<>(RegisterResponse.found(1 + random.nextInt(7)))));
        break;
      }
    }
    return new History<>(changed, List.of());
  }
}
