// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PowerLossTest {

  @Test
  void check_acknowledgedWriteSurvives_isLinearizable() {
    assertPasses(new Script().write(1, "a").powerLoss().read(2, "a"));
  }

  @Test
  void check_acknowledgedWriteGone_isViolation() {
    assertFails(new Script().write(1, "a").powerLoss().readAbsent(2));
    assertFails(new Script().write(1, "a").write(1, "b").powerLoss().read(2, "a"));
  }

  @Test
  void check_acknowledgedDeleteUndone_isViolation() {
    assertFails(new Script().write(1, "a").delete(1).powerLoss().read(2, "a"));
  }

  @Test
  void check_openWrite_maySurviveOrNot() {
    assertPasses(withOpenWrite().powerLoss().read(2, "b"));
    assertPasses(withOpenWrite().powerLoss().read(2, "a"));
    assertFails(withOpenWrite().powerLoss().readAbsent(2));
  }

  @Test
  void check_openWriteSeenBeforeLoss_mayBeGone() {
    assertPasses(withOpenWrite().read(2, "b").powerLoss().read(2, "a").read(3, "a"));
    assertPasses(withOpenWrite().read(2, "b").powerLoss().read(2, "b"));
  }

  @Test
  void check_openWriteAppearsAfterLossWasSeenWithout_isViolation() {
    assertFails(withOpenWrite().powerLoss().read(2, "a").read(2, "b"));
  }

  @Test
  void check_completionRecordedAfterLoss_countsAsOpen() {
    Script script = new Script().write(1, "a");
    var late = script.writing(1, "b");
    script.powerLoss();
    late.ok(RegisterResponse.applied());
    assertPasses(script.read(2, "a"));
  }

  @Test
  void check_stateSeenAfterLoss_survivesTheNextLoss() {
    Script seen = withOpenWrite().powerLoss().read(2, "b").powerLoss();
    assertFails(seen.read(2, "a"));
    Script unseen = withOpenWrite().powerLoss().powerLoss();
    assertPasses(unseen.read(2, "a"));
  }

  @Test
  void check_acknowledgedOrderSeenByRead_holdsAfterLoss() {
    Script script = new Script();
    var first = script.writing(1, "a");
    var second = script.writing(2, "b");
    first.ok(RegisterResponse.applied());
    second.ok(RegisterResponse.applied());
    assertFails(script.read(3, "a").powerLoss().read(3, "b"));
  }

  @Test
  void check_acknowledgedOrderNotSeen_isFreeAfterLoss() {
    Script script = new Script();
    var first = script.writing(1, "a");
    var second = script.writing(2, "b");
    first.ok(RegisterResponse.applied());
    second.ok(RegisterResponse.applied());
    assertPasses(script.powerLoss().read(3, "a"));
  }

  @Test
  void check_acknowledgedWriteRestsOnOpenWrite_bothSurvive() {
    Script script = new Script();
    script.writing(1, "a");
    script.done(2, RegisterRequest.writeIfMatch("a", "b"), RegisterResponse.applied());
    script.powerLoss();
    assertPasses(script.read(3, "b"));
    assertFails(script.read(3, "a"));
  }

  @Test
  void check_unknownWriteOfEarlierEpoch_cannotLandLater() {
    Script script = new Script().write(1, "a").unknownWrite(1, "b").powerLoss();
    assertFails(script.read(2, "a").read(2, "b"));
  }

  @Test
  void check_failureAcrossLoss_textShowsTheLoss() {
    Verdict<String> verdict = new Script().write(1, "a").powerLoss().readAbsent(2).check();
    assertThat(((Verdict.Violation<String>) verdict).text())
        .contains("power lost at 3")
        .contains("client 2 read -> absent");
  }

  private static Script withOpenWrite() {
    Script script = new Script().write(1, "a");
    script.writing(1, "b");
    return script;
  }

  private static void assertPasses(Script script) {
    script.check(UnknownRule.ANY_TIME).orFail();
    script.check(UnknownRule.CLOSED_BY_ACKNOWLEDGED_WRITE).orFail();
  }

  private static void assertFails(Script script) {
    assertThat(script.check(UnknownRule.ANY_TIME)).isInstanceOf(Verdict.Violation.class);
  }
}
