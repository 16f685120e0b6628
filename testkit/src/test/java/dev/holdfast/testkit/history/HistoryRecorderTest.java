// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HistoryRecorderTest {

  @Test
  void history_eachEnd_isRecordedWithItsTime() {
    Script script = new Script().write(1, "a").unknownWrite(2, "b").failedWrite(3, "c");
    script.writing(4, "d");
    assertThat(script.history().operations())
        .extracting(Operation::invoked, Operation::completed, o -> o.outcome().toString())
        .containsExactly(
            tuple(1L, 2L, "applied"),
            tuple(3L, 4L, "UNKNOWN"),
            tuple(5L, 6L, "NOT_APPLIED"),
            tuple(7L, Operation.OPEN, "UNKNOWN"));
    assertThat(script.history().unknownShare()).isEqualTo(0.5);
  }

  @Test
  void history_earlierSnapshot_isNotChangedByLaterEvents() {
    Script script = new Script();
    var call = script.writing(1, "a");
    var before = script.history();
    call.ok(RegisterResponse.applied());
    assertThat(before.operations().get(0).completed()).isEqualTo(Operation.OPEN);
    assertThat(script.history().operations().get(0).completed()).isEqualTo(2);
  }

  @Test
  void asOf_eventsAfterTheCut_areLeftOut() {
    var recorder = HistoryRecorder.<String, String, String>create();
    var call = recorder.invoke(1, "k", "first");
    recorder.invoke(2, "k", "second").ok("done");
    call.ok("done");
    recorder.powerLoss();
    var history = recorder.asOf(3);
    assertThat(history.powerLosses()).isEmpty();
    assertThat(history.operations())
        .extracting(Operation::completed)
        .containsExactly(Operation.OPEN, 3L);
    assertThat(recorder.asOf(1).operations()).hasSize(1);
    assertThat(recorder.history().powerLosses()).containsExactly(5L);
  }

  @Test
  void ok_callEndedBefore_isRefused() {
    var call = new Script().writing(1, "a");
    call.unknown();
    assertThatThrownBy(() -> call.ok(RegisterResponse.applied()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Call of client 1 on k has already been ended: write(a)");
  }

  @Test
  void render_overlappingOperations_showsIntervals() {
    Script script = new Script();
    var write = script.writing(1, "a");
    script.writing(2, "b").unknown();
    script.powerLoss();
    script.read(3, "a");
    write.ok(RegisterResponse.applied());
    assertThat(script.history().render("k"))
        .isEqualTo(
            """
            client 1   [1, 7] |-----| write(a) -> applied
            client 2   [2, 3]  ||~~~~ write(b) -> UNKNOWN
            ======== power lost at 4 ========
            client 3   [5, 6]     ||  read -> found(a)\
            """);
    assertThat(script.history().render("other")).isEmpty();
  }

  @Test
  void operation_completedBeforeInvoked_isRefused() {
    assertThatThrownBy(() -> new Operation<>(1, "k", "q", 5, 5, new Outcome.Unknown<>()))
        .hasMessageContaining("completes before it is invoked");
    assertThatThrownBy(
            () -> new Operation<>(1, "k", "q", 5, Operation.OPEN, new Outcome.NotApplied<>()))
        .hasMessageContaining("is open");
  }

  @Test
  void invoke_manyThreads_timesAreUniqueAndSnapshotsConsistent() throws Exception {
    var recorder =
        HistoryRecorder.<String, RegisterRequest<Integer>, RegisterResponse<Integer>>create();
    AtomicInteger register = new AtomicInteger();
    CountDownLatch ready = new CountDownLatch(4);
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < 4; client++) {
      int number = client;
      threads.add(new Thread(() -> writeAndRead(recorder, register, number, ready)));
    }
    threads.forEach(Thread::start);
    ready.await();
    for (Thread thread : threads) {
      assertThat(ZoneCheck.check(recorder.history())).isEqualTo(new ZoneCheck.Result.Accepted());
      thread.join();
    }
    var history = recorder.history();
    assertThat(history.operations()).hasSize(1_600);
    assertThat(history.operations().stream().mapToLong(Operation::invoked).distinct().count())
        .isEqualTo(1_600);
    assertThat(ZoneCheck.check(history)).isEqualTo(new ZoneCheck.Result.Accepted());
    LinearizabilityChecker.of(RegisterSpec.<Integer>absentAtFirst(), UnknownRule.ANY_TIME)
        .check(history)
        .orFail();
  }

  private static void writeAndRead(
      HistoryRecorder<String, RegisterRequest<Integer>, RegisterResponse<Integer>> recorder,
      AtomicInteger register,
      int client,
      CountDownLatch ready) {
    ready.countDown();
    for (int i = 0; i < 200; i++) {
      int value = 1_000 * (client + 1) + i;
      var write = recorder.invoke(client, "k", RegisterRequest.write(value));
      register.set(value);
      write.ok(RegisterResponse.applied());
      var read = recorder.invoke(client, "k", RegisterRequest.read());
      read.ok(RegisterResponse.found(register.get()));
    }
  }
}
