// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static dev.holdfast.testkit.history.UnknownRule.ANY_TIME;
import static dev.holdfast.testkit.history.UnknownRule.CLOSED_BY_ACKNOWLEDGED_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {

  @Test
  void check_sequentialHistory_isLinearizable() {
    Script script = new Script().readAbsent(1).write(1, "a").read(2, "a").delete(1).readAbsent(2);
    assertPasses(script);
  }

  @Test
  void check_emptyHistory_isLinearizable() {
    assertThat(new Script().check()).isEqualTo(new Verdict.Linearizable<>(0, 0));
  }

  @Test
  void check_overlappingWriteAndReads_mayBeSeenOrNot() {
    Script script = new Script();
    var write = script.writing(1, "a");
    script.readAbsent(2).read(3, "a");
    write.ok(RegisterResponse.applied());
    assertPasses(script);
  }

  @Test
  void check_overlappingReadsGoBack_isViolation() {
    Script script = new Script();
    var write = script.writing(1, "a");
    script.read(3, "a").readAbsent(2);
    write.ok(RegisterResponse.applied());
    assertFails(script);
  }

  @Test
  void check_staleRead_isViolation() {
    assertFails(new Script().write(1, "a").write(1, "b").read(2, "a"));
  }

  @Test
  void check_lostUpdate_isViolation() {
    Script script = new Script().write(1, "a");
    var first = script.invoke(1, RegisterRequest.writeIfMatch("a", "b"));
    var second = script.invoke(2, RegisterRequest.writeIfMatch("a", "c"));
    first.ok(RegisterResponse.applied());
    second.ok(RegisterResponse.applied());
    assertFails(script);
  }

  @Test
  void check_twoWritersIfAbsentBothSucceed_isViolation() {
    Script script = new Script();
    var first = script.invoke(1, RegisterRequest.writeIfAbsent("a"));
    var second = script.invoke(2, RegisterRequest.writeIfAbsent("b"));
    first.ok(RegisterResponse.applied());
    second.ok(RegisterResponse.applied());
    assertFails(script);
  }

  @Test
  void check_oneOfTwoWritersIfAbsentIsRefused_isLinearizable() {
    Script script = new Script();
    var first = script.invoke(1, RegisterRequest.writeIfAbsent("a"));
    var second = script.invoke(2, RegisterRequest.writeIfAbsent("b"));
    first.ok(RegisterResponse.conditionNotMet());
    second.ok(RegisterResponse.applied());
    assertPasses(script.read(3, "b"));
  }

  @Test
  void check_refusedThoughOwnValueBecameVisible_isViolation() {
    Script script = new Script();
    script.done(1, RegisterRequest.writeIfAbsent("a"), RegisterResponse.conditionNotMet());
    assertFails(script.read(1, "a"));
  }

  @Test
  void check_zombieWriteAfterAcknowledgedWrite_isViolationUnderStrictRule() {
    Script script = new Script().unknownWrite(1, "a").write(1, "b").read(2, "b").read(2, "a");
    assertThat(script.check(CLOSED_BY_ACKNOWLEDGED_WRITE)).isInstanceOf(Verdict.Violation.class);
    assertThat(script.check(ANY_TIME).passed()).isTrue();
  }

  @Test
  void check_unknownWriteConcurrentWithAcknowledgedWrite_mayLandLaterUnderStrictRule() {
    Script script = new Script();
    var unknown = script.writing(1, "a");
    var acknowledged = script.writing(2, "b");
    unknown.unknown();
    acknowledged.ok(RegisterResponse.applied());
    assertPasses(script.read(3, "b").read(3, "a"));
  }

  @Test
  void check_writeNeverEnded_mayLandAtAnyTimeUnderStrictRule() {
    Script script = new Script();
    script.writing(1, "a");
    assertPasses(script.write(2, "b").read(3, "b").read(3, "a"));
  }

  @Test
  void check_refusedConditionalWrite_doesNotCloseUnknownWrite() {
    Script script = new Script().write(1, "x").unknownWrite(1, "a");
    script.done(2, RegisterRequest.writeIfAbsent("b"), RegisterResponse.conditionNotMet());
    assertPasses(script.read(3, "x").read(3, "a"));
  }

  @Test
  void check_unknownWriteSeenOnceOrNever_isLinearizable() {
    assertPasses(new Script().write(1, "a").unknownWrite(2, "b").read(1, "a").read(1, "a"));
    assertPasses(new Script().write(1, "a").unknownWrite(2, "b").read(1, "a").read(1, "b"));
  }

  @Test
  void check_unknownWriteTakesEffectTwice_isViolation() {
    assertFails(
        new Script().unknownWrite(1, "a").read(2, "a").write(3, "b").read(2, "b").read(2, "a"));
  }

  @Test
  void check_unknownWriteUndone_isViolation() {
    assertFails(new Script().write(1, "a").unknownWrite(2, "b").read(1, "b").read(1, "a"));
  }

  @Test
  void check_resurrectedDelete_isViolation() {
    assertFails(new Script().write(1, "a").delete(1).readAbsent(2).read(2, "a"));
  }

  @Test
  void check_unknownDelete_mayTakeEffectOnceOrNever() {
    Script seen = new Script().write(1, "a");
    seen.invoke(2, RegisterRequest.delete()).unknown();
    assertPasses(seen.read(1, "a").readAbsent(1));
    assertFails(seen.read(1, "a"));
  }

  @Test
  void check_failedWriteVisible_isViolation() {
    assertFails(new Script().write(1, "a").failedWrite(2, "b").read(1, "b"));
    assertPasses(new Script().write(1, "a").failedWrite(2, "b").read(1, "a"));
  }

  @Test
  void check_unknownConditionalWrite_actsOnlyWhenConditionHolds() {
    Script script = new Script().write(1, "a").write(1, "b");
    script.invoke(2, RegisterRequest.writeIfMatch("a", "c")).unknown();
    assertFails(script.read(1, "c"));
  }

  @Test
  void check_keysAreIndependent_violationNamesTheKey() {
    var recorder =
        HistoryRecorder.<String, RegisterRequest<String>, RegisterResponse<String>>create();
    recorder.invoke(1, "x", RegisterRequest.write("a")).ok(RegisterResponse.applied());
    recorder.invoke(1, "y", RegisterRequest.read()).ok(RegisterResponse.found("a"));
    Verdict<String> verdict =
        LinearizabilityChecker.of(RegisterSpec.<String>absentAtFirst(), ANY_TIME)
            .check(recorder.history());
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Violation.class, violation -> assertThat(violation.key()).isEqualTo("y"));
  }

  @Test
  void check_violation_showsShortestPrefixWithoutNeedlessReads() {
    Script script = new Script().write(1, "a").read(2, "a").write(1, "b").read(3, "b");
    script.read(2, "a").write(1, "c").read(2, "b").read(3, "c");
    Verdict<String> verdict = script.check();
    assertThat(((Verdict.Violation<String>) verdict).text())
        .isEqualTo(
            """
            No order of the operations on key k explains: client 2 read -> found(a)
            client 1   [ 1,  2] ||     write(a) -> applied
            client 1   [ 5,  6]   ||   write(b) -> applied
            client 2   [ 9, 10]     || read -> found(a)
            (3 of 8 operations; the rest came later or were reads that do not matter)\
            """);
    assertThatThrownBy(verdict::orFail)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("found(a)");
  }

  @Test
  void check_budgetExceeded_isUndecidedAndFails() {
    Script script = new Script();
    for (int i = 0; i < 12; i++) {
      script.writing(i, "v" + i).unknown();
    }
    script.read(20, "v1").readAbsent(20);
    Verdict<String> verdict =
        LinearizabilityChecker.of(RegisterSpec.<String>absentAtFirst(), ANY_TIME)
            .withNodeBudget(5)
            .check(script.history());
    assertThat(verdict).isEqualTo(new Verdict.Undecided<>("k", 5));
    assertThat(verdict.passed()).isFalse();
    assertThatThrownBy(verdict::orFail).hasMessageContaining("undecided after 5 nodes");
    assertFails(script);
  }

  @Test
  void check_impossibleResponse_isRefused() {
    Script script = new Script();
    script.done(1, RegisterRequest.write("a"), RegisterResponse.absent());
    assertThatThrownBy(script::check)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can never answer 'write(a)'");
  }

  @Test
  void check_otherSpecification_isReusable() {
    SequentialSpec<Integer, String, Integer> counter = new CounterSpec();
    var checker = LinearizabilityChecker.of(counter, ANY_TIME);
    assertThat(checker.check(counting(1, 2, 2)).passed()).isFalse();
    assertThat(checker.check(counting(1, 2, 3)).passed()).isTrue();
  }

  @Test
  void withNodeBudget_zero_isRefused() {
    var checker = LinearizabilityChecker.of(new CounterSpec(), ANY_TIME);
    assertThatThrownBy(() -> checker.withNodeBudget(0)).hasMessageContaining("at least 1, is 0");
  }

  private static History<String, String, Integer> counting(int... responses) {
    HistoryRecorder<String, String, Integer> recorder = HistoryRecorder.create();
    List<HistoryRecorder.Call<String, String, Integer>> calls =
        List.of(
            recorder.invoke(1, "n", "next"),
            recorder.invoke(2, "n", "next"),
            recorder.invoke(3, "n", "next"));
    for (int i = 0; i < responses.length; i++) {
      calls.get(i).ok(responses[i]);
    }
    return recorder.history();
  }

  private static void assertPasses(Script script) {
    script.check(ANY_TIME).orFail();
    script.check(CLOSED_BY_ACKNOWLEDGED_WRITE).orFail();
  }

  private static void assertFails(Script script) {
    assertThat(script.check(ANY_TIME)).isInstanceOf(Verdict.Violation.class);
    assertThat(script.check(CLOSED_BY_ACKNOWLEDGED_WRITE)).isInstanceOf(Verdict.Violation.class);
  }
}
