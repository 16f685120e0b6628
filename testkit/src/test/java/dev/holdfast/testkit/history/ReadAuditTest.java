// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.history.ReadAudit.Kind;
import org.junit.jupiter.api.Test;

class ReadAuditTest {

  @Test
  void check_correctHistory_findsNothing() {
    assertFaults(new Script().write(1, "a").read(2, "a").unknownWrite(1, "b").read(2, "b"));
  }

  @Test
  void check_valueNobodyWrote_isPhantom() {
    Script script = new Script().write(1, "a").read(2, "z");
    assertFaults(script, Kind.PHANTOM);
    assertThat(ReadAudit.check(script.history()).get(0).text())
        .isEqualTo("Client 2 on key k at [3, 4]: read -> found(z), which nobody wrote");
  }

  @Test
  void check_valueReadBeforeWritten_isPhantom() {
    assertFaults(new Script().read(2, "a").write(1, "a"), Kind.PHANTOM);
  }

  @Test
  void check_valueOfAnotherKey_isPhantom() {
    var recorder =
        HistoryRecorder.<String, RegisterRequest<String>, RegisterResponse<String>>create();
    recorder.invoke(1, "x", RegisterRequest.write("a")).ok(RegisterResponse.applied());
    recorder.invoke(1, "y", RegisterRequest.read()).ok(RegisterResponse.found("a"));
    assertThat(ReadAudit.check(recorder.history()))
        .singleElement()
        .satisfies(fault -> assertThat(fault.text()).endsWith("which was written to x"));
  }

  @Test
  void check_failedWriteVisible_isFault() {
    assertFaults(new Script().failedWrite(1, "a").read(2, "a"), Kind.NOT_APPLIED_VISIBLE);
  }

  @Test
  void check_tornBytes_isTorn() {
    var recorder =
        HistoryRecorder
            .<String, RegisterRequest<UniqueValue>, RegisterResponse<UniqueValue>>create();
    UniqueValue.Whole value = new UniqueValue.Whole(1, 1, 64, 1);
    recorder.invoke(1, "k", RegisterRequest.write(value)).ok(RegisterResponse.applied());
    var read = recorder.invoke(2, "k", RegisterRequest.read());
    byte[] bytes = value.encode();
    bytes[40]++;
    read.ok(RegisterResponse.found(UniqueValue.verify(bytes)));
    assertThat(ReadAudit.check(recorder.history()))
        .extracting(ReadAudit.Fault::kind)
        .containsExactly(Kind.TORN);
  }

  @Test
  void check_valueSeenAgainAfterAnother_hasReappeared() {
    assertFaults(
        new Script().write(1, "a").read(1, "a").write(1, "b").read(1, "b").read(1, "a"),
        Kind.REAPPEARED);
    assertFaults(
        new Script().write(1, "a").read(1, "a").delete(1).readAbsent(1).read(1, "a"),
        Kind.REAPPEARED);
  }

  @Test
  void check_overlappingReadsDisagree_isNoReappearance() {
    Script script = new Script().write(1, "a").read(1, "a");
    script.writing(3, "b");
    var slow = script.invoke(2, RegisterRequest.read());
    script.read(1, "b");
    slow.ok(RegisterResponse.found("a"));
    assertFaults(script);
  }

  @Test
  void check_unacknowledgedValueGoneAfterPowerLoss_isNoReappearance() {
    Script script = new Script().write(1, "a").read(1, "a");
    script.writing(3, "b");
    assertFaults(script.read(1, "b").powerLoss().read(1, "a"));
  }

  private static void assertFaults(Script script, Kind... kinds) {
    assertThat(ReadAudit.check(script.history()))
        .extracting(ReadAudit.Fault::kind)
        .containsExactly(kinds);
  }
}
