// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.engine.internal.ScriptedReads.Script;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.sim.Schedules;
import dev.holdfast.testkit.sim.SimulatedClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Second requests beside slow ones, in virtual time. A request is slow after 100 ms here. */
class HedgeLayerTest {

  private static final Schedules SCHEDULES = Schedules.seeds(1, 40);

  @Test
  void slowFirst_secondAnswersAndFirstIsInterrupted() {
    play(
        rig -> rig.driver.then(Script.answers(5_000)).then(Script.answers(20)),
        rig -> {
          Requests.STAT.send(rig.layer());
          assertThat(rig.elapsed()).isLessThan(Duration.ofMillis(250));
          rig.settle();
          assertThat(rig.driver.sent()).isEqualTo(2);
          assertThat(rig.driver.interrupted).hasValue(1);
          assertThat(rig.heard.lines).containsExactly("x stat HEDGE");
        });
  }

  @Test
  void fastFirst_isNotHedged() {
    play(
        rig -> rig.driver.then(Script.answers(50)),
        rig -> {
          Requests.GET.send(rig.layer());
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.sent()).isEqualTo(2);
          assertThat(rig.heard.lines).isEmpty();
          assertThat(rig.driver.interrupted).hasValue(0);
        });
  }

  @Test
  void loserThatOpensABodyAllTheSame_hasItClosed() {
    play(
        rig -> rig.driver.then(Script.answersDeaf(400)).then(Script.answers(20)),
        rig -> {
          rig.get();
          assertThat(rig.elapsed()).isLessThan(Duration.ofMillis(250));
          rig.settle();
          assertThat(rig.driver.opened).as("bodies").hasValue(2);
          assertThat(rig.driver.closed).as("closed, that of the loser").hasValue(1);
        });
  }

  @Test
  void closingTheBodyOfTheLoserFails_nobodyIsTold() {
    play(
        rig -> {
          rig.driver.brokenClose = true;
          rig.driver.then(Script.answersDeaf(400)).then(Script.answers(20));
        },
        rig -> {
          rig.get();
          rig.settle();
          assertThat(rig.driver.closed).hasValue(1);
        });
  }

  @Test
  void bothAnswerAtOnce_oneBodyIsReturnedAndOneClosed() {
    play(
        rig -> rig.driver.then(Script.answersDeaf(200)).then(Script.answersDeaf(100)),
        rig -> {
          rig.get();
          rig.settle();
          assertThat(rig.driver.opened).hasValue(2);
          assertThat(rig.driver.closed).hasValue(1);
        });
  }

  @ParameterizedTest
  @CsvSource({"150,20", "150,200"})
  void bothFail_failureOfTheFirstHasThatOfTheSecond(int first, int second) {
    StorageException one = StorageException.builder(Kind.UNAVAILABLE).build();
    StorageException two = StorageException.builder(Kind.TIMEOUT).build();
    play(
        rig -> rig.driver.then(Script.fails(first, one)).then(Script.fails(second, two)),
        rig -> {
          assertThat(catchThrowable(() -> Requests.STAT.send(rig.layer()))).isSameAs(one);
          assertThat(one.getSuppressed()).contains(two);
        });
  }

  @Test
  void bothFailWithTheSameException_itIsThrown() {
    StorageException same = StorageException.builder(Kind.UNAVAILABLE).build();
    play(
        rig -> rig.driver.then(Script.fails(150, same)),
        rig -> assertThat(catchThrowable(() -> Requests.STAT.send(rig.layer()))).isSameAs(same));
  }

  @Test
  void firstFailsWhileSecondRuns_secondDecides() {
    play(
        rig -> rig.driver.then(Script.fails(150, Kind.UNAVAILABLE)).then(Script.answers(300)),
        rig -> Requests.GET.send(rig.layer()));
  }

  @Test
  void secondFails_firstDecides() {
    play(
        rig -> rig.driver.then(Script.answers(300)).then(Script.fails(10, Kind.UNAVAILABLE)),
        rig -> Requests.GET.send(rig.layer()));
  }

  @Test
  void firstFailsFast_thereIsNoSecond() {
    play(
        rig -> rig.driver.then(Script.fails(20, Kind.UNAVAILABLE)),
        rig -> {
          assertThatStorageFailure(() -> Requests.STAT.send(rig.layer())).hasKind(Kind.UNAVAILABLE);
          assertThat(rig.driver.sent()).isEqualTo(1);
        });
  }

  @Test
  void F10_secondSaysThatThereIsNone_isAnAnswer() {
    play(
        rig -> rig.driver.then(Script.answers(5_000)).then(Script.fails(20, Kind.NOT_FOUND)),
        rig -> {
          assertThatStorageFailure(() -> Requests.GET.send(rig.layer()))
              .isNotApplied(Kind.NOT_FOUND);
          assertThat(rig.elapsed()).isLessThan(Duration.ofMillis(250));
        });
  }

  @ParameterizedTest
  @CsvSource({"50", "300"})
  void callerIsInterrupted_bothAreCancelled(int after) {
    play(
        rig -> rig.driver.then(Script.answers(5_000)),
        rig -> {
          SimulatedClient caller = rig.self();
          rig.later(after, () -> rig.simulation.interrupt(caller));
          assertThatStorageFailure(() -> Requests.GET.send(rig.layer()))
              .isNotApplied(Kind.CANCELLED)
              .hasMessageContaining("interrupted");
          assertThat(Thread.interrupted()).as("flag").isTrue();
          assertThat(rig.elapsed()).isLessThan(Duration.ofMillis(after + 100));
          rig.settle();
          assertThat(rig.driver.sent()).isEqualTo(after < 100 ? 1 : 2);
          assertThat(rig.driver.interrupted).hasValue(rig.driver.sent());
        });
  }

  @Test
  void callerIsInterruptedAndAnswersComeLate_bodiesAreClosed() {
    play(
        rig -> rig.driver.then(Script.answersDeaf(400)).then(Script.answersDeaf(300)),
        rig -> {
          SimulatedClient caller = rig.self();
          rig.later(200, () -> rig.simulation.interrupt(caller));
          assertThatStorageFailure(rig::get).hasKind(Kind.CANCELLED);
          assertThat(Thread.interrupted()).isTrue();
          rig.settle();
          assertThat(rig.driver.opened).hasValue(2);
          assertThat(rig.driver.closed).hasValue(2);
        });
  }

  @Test
  void deadline_isKeptThoughNobodyAnswers() {
    play(
        rig -> rig.driver.then(Script.answersDeaf(9_000)),
        rig -> {
          assertThatStorageFailure(() -> Requests.GET.send(rig.layer(), rig.within(300)))
              .isNotApplied(Kind.TIMEOUT)
              .hasKey(Requests.KEY);
          assertThat(rig.elapsed()).isBetween(Duration.ofMillis(300), Duration.ofMillis(350));
          rig.settle();
          assertThat(rig.driver.opened).hasValue(2);
          assertThat(rig.driver.closed).hasValue(2);
        });
  }

  @Test
  void lessTimeThanTheDelay_runsInTheCallersThread() {
    play(
        rig -> rig.driver.then(Script.answers(10)),
        rig -> {
          Requests.STAT.send(rig.layer(), rig.within(90));
          assertThat(rig.driver.threads).containsExactly(Thread.currentThread());
        });
  }

  @Test
  void breakerIsNotCalm_runsOnceInTheCallersThread() {
    play(
        rig -> {
          rig.calm.set(false);
          rig.driver.then(Script.answers(500));
        },
        rig -> {
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.threads).containsExactly(Thread.currentThread());
        });
  }

  @Test
  void breakerOpensMeanwhile_thereIsNoSecond() {
    play(
        rig -> rig.driver.then(Script.answers(500)),
        rig -> {
          rig.later(50, () -> rig.calm.set(false));
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.sent()).isEqualTo(1);
          assertThat(rig.heard.lines).isEmpty();
        });
  }

  @Test
  void budgetIsUsedUp_thereIsNoSecond() {
    play(
        rig -> {
          rig.budget = 0;
          rig.driver.then(Script.answers(500));
        },
        rig -> {
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.sent()).isEqualTo(1);
        });
  }

  @Test
  void latenciesAreNotKnownYet_runsInTheCallersThreadAndLearns() {
    play(
        rig -> {
          rig.samples = 3;
          rig.driver.then(Script.answers(10)).then(Script.answers(10)).then(Script.answers(500));
        },
        rig -> {
          Requests.STAT.send(rig.layer());
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.threads).containsOnly(Thread.currentThread());
          Requests.STAT.send(rig.layer());
          assertThat(rig.heard.lines).containsExactly("x stat HEDGE");
        });
  }

  @Test
  void noThreadIsFree_runsInTheCallersThread() {
    play(
        rig -> {
          rig.threads = 0;
          rig.driver.then(Script.answers(500));
        },
        rig -> {
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.threads).containsExactly(Thread.currentThread());
        });
  }

  @Test
  void noThreadIsFreeForTheSecond_firstDecides() {
    play(
        rig -> {
          rig.threads = 1;
          rig.driver.then(Script.answers(500));
        },
        rig -> {
          Requests.STAT.send(rig.layer());
          assertThat(rig.driver.sent()).isEqualTo(1);
          assertThat(rig.heard.lines).isEmpty();
        });
  }

  @Test
  void secondIsRefused_firstIsNotTakenForRefused() {
    play(
        rig ->
            rig.driver
                .then(Script.fails(300, Kind.UNAVAILABLE))
                .then(Script.fails(1, Kind.OVERLOADED)),
        rig -> {
          Attempt attempt = Attempt.of(CallContext.unbounded(), null);
          assertThatStorageFailure(() -> Requests.STAT.send(rig.layer(), attempt))
              .hasKind(Kind.UNAVAILABLE);
          assertThat(attempt.refused()).isFalse();
        });
  }

  @Test
  void firstIsRefused_callIsMarked() {
    play(
        rig -> rig.driver.then(Script.fails(1, Kind.OVERLOADED)),
        rig -> {
          Attempt attempt = Attempt.of(CallContext.unbounded(), "1");
          assertThatStorageFailure(() -> Requests.STAT.send(rig.layer(), attempt))
              .hasKind(Kind.OVERLOADED);
          assertThat(attempt.refused()).isTrue();
        });
  }

  @Test
  void bugsAndErrors_passAsTheyAre() {
    IllegalStateException bug = new IllegalStateException("bug");
    LinkageError error = new LinkageError("error");
    play(
        rig -> rig.driver.then(Script.fails(1, bug)).then(Script.fails(1, error)),
        rig -> {
          assertThatThrownBy(() -> Requests.STAT.send(rig.layer())).isSameAs(bug);
          assertThatThrownBy(() -> Requests.STAT.send(rig.layer())).isSameAs(error);
        });
  }

  @Test
  void writesAndListings_areNotHedged() {
    play(
        rig -> rig.driver.then(Script.answers(1)),
        rig -> {
          for (Requests each : Requests.values()) {
            each.send(rig.layer());
          }
          assertThat(rig.driver.sent()).as("stat and get").isEqualTo(2);
        });
  }

  @Test
  void randomRequests_returnEachBodyOrCloseItAndKeepTheDeadline() {
    Schedules.seeds(1_000, 300)
        .run(
            simulation -> {
              Random random = new Random(simulation.seed());
              HedgeRig rig = new HedgeRig(simulation);
              for (int request = 0; request < 20; request++) {
                int millis = random.nextInt(400);
                rig.driver.then(
                    switch (random.nextInt(5)) {
                      case 0 -> Script.fails(millis, Kind.UNAVAILABLE);
                      case 1 -> Script.fails(millis, Kind.NOT_FOUND);
                      case 2 -> Script.answersDeaf(millis);
                      default -> Script.answers(millis);
                    });
              }
              rig.build();
              int[] returned = {0};
              int[] calls = {0};
              for (int client = 0; client < 3; client++) {
                SimulatedClient self =
                    simulation.client(
                        "client " + client,
                        () -> {
                          for (int call = 0; call < 4; call++) {
                            long begun = rig.environment.ticker().nanos();
                            calls[0]++;
                            Throwable thrown =
                                catchThrowable(
                                    () -> {
                                      rig.get(rig.within(350));
                                      returned[0]++;
                                    });
                            boolean flag = Thread.interrupted();
                            long taken = rig.environment.ticker().nanos() - begun;
                            assertThat(Duration.ofNanos(taken)).isLessThan(Duration.ofMillis(400));
                            assertThat(flag)
                                .isEqualTo(
                                    thrown instanceof StorageException e
                                        && e.kind() == Kind.CANCELLED);
                          }
                        });
                rig.interruptLater(self, random.nextInt(1_000));
              }
              simulation.run();
              simulation.client("settle", rig::settle);
              simulation.run();
              assertThat(rig.driver.closed.get() + returned[0]).isEqualTo(rig.driver.opened.get());
              assertThat(rig.driver.sent()).isLessThanOrEqualTo(2 * calls[0]);
            });
  }

  private static void play(Consumer<HedgeRig> settings, Body body) {
    SCHEDULES.run(
        simulation -> {
          HedgeRig rig = new HedgeRig(simulation);
          settings.accept(rig);
          rig.build();
          rig.client = simulation.client("caller", () -> body.run(rig));
          simulation.run();
        });
  }

  /** What a client does with a layer. */
  @FunctionalInterface
  private interface Body {
    void run(HedgeRig rig) throws IOException;
  }
}
