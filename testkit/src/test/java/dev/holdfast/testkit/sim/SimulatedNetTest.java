// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedNetTest {

  private final List<Integer> handled = new ArrayList<>();

  @Test
  void call_calmNet_answersAfterBothDelays() {
    Schedules.seeds(1, 100)
        .run(
            simulation -> {
              SimulatedNet<Integer, Integer> net = net(simulation, NetConditions.calm());
              simulation.client(
                  "app",
                  "caller",
                  () -> {
                    assertThat(net.call("app", "server", 20, within(simulation, 1))).isEqualTo(21);
                    assertThat(simulation.elapsed())
                        .isBetween(Duration.ofNanos(200_000), Duration.ofMillis(20));
                  });
              simulation.run();
            });
  }

  @Test
  void call_lostRequest_timesOutUnhandled() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.builder().lostRequests(1).build());
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).isEmpty();
      assertThat(simulation.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void call_lostReply_timesOutHandled() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.builder().lostReplies(1).build());
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).containsExactly(7);
    }
  }

  @Test
  void call_lostReplyShownAsReset_failsBeforeTheDeadline() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.builder().lostReplies(1).resets(1).build());
      expect(simulation, net, SocketException.class);
      assertThat(handled).containsExactly(7);
      assertThat(simulation.elapsed()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void call_duplicatedRequest_isHandledTwiceAndAnsweredOnce() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.builder().duplicates(1).build());
      simulation.client(
          "app",
          "caller",
          () -> assertThat(net.call("app", "server", 7, within(simulation, 1))).isEqualTo(8));
      settle(simulation, 1);
      assertThat(handled).containsExactly(7, 7);
    }
  }

  @Test
  void call_heldRequest_isHandledLongAfterTheTimeout() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.builder().held(1).build());
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).isEmpty();
      settle(simulation, 60);
      assertThat(handled).containsExactly(7);
    }
  }

  @Test
  void call_nobodyListens_isRefused() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.calm());
      net.stop("server");
      expect(simulation, net, ConnectException.class);
      assertThat(simulation.elapsed()).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void call_killedServer_refusesUntilANewLifeListens() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.calm());
      simulation.kill("server");
      expect(simulation, net, ConnectException.class);
      net.listen("server", (from, request) -> request);
      simulation.client(
          "app",
          "caller",
          () -> assertThat(net.call("app", "server", 3, within(simulation, 1))).isEqualTo(3));
      simulation.run();
    }
  }

  @Test
  void call_serverKilledWhileHandling_staysSilent() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.calm());
      net.listen(
          "server",
          (from, request) -> {
            simulation.kill("server");
            handled.add(request);
            return request;
          });
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).isEmpty();
    }
  }

  @Test
  void partition_untilHealed_losesBothWays() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.calm());
      net.partition("app", "server");
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).isEmpty();
      net.heal();
      simulation.client(
          "app",
          "caller",
          () -> assertThat(net.call("app", "server", 3, within(simulation, 1))).isEqualTo(4));
      simulation.run();
    }
  }

  @Test
  void cut_replyDirection_losesWhatIsOnItsWay() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.calm());
      net.cut("server", "app");
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).containsExactly(7);
      net.heal("app", "server");
      expect(simulation, net, null);
    }
  }

  @Test
  void hold_thenRelease_deliversLate() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.calm());
      net.hold("app", "server");
      expect(simulation, net, SocketTimeoutException.class);
      assertThat(handled).isEmpty();
      net.release("app", "server");
      settle(simulation, 1);
      assertThat(handled).containsExactly(7);
    }
  }

  @Test
  void send_unordered_reordersUnderSomeSeedAndLosesNone() {
    Set<List<Integer>> orders = new HashSet<>();
    Schedules.seeds(1, 50).run(simulation -> orders.add(sendFive(simulation, false)));
    assertThat(orders).hasSizeGreaterThan(10).allMatch(order -> order.size() == 5);
  }

  @Test
  void send_ordered_arrivesInOrderUnderEachSeed() {
    Schedules.seeds(1, 200)
        .run(simulation -> assertThat(sendFive(simulation, true)).containsExactly(0, 1, 2, 3, 4));
  }

  @Test
  void send_orderedAcrossAKill_newLifeGetsOnlyNewMessages() {
    try (Simulation simulation = Simulation.seeded(1)) {
      var net = net(simulation, NetConditions.builder().ordered(true).build());
      net.send("app", "server", 1);
      simulation.kill("server");
      net.listen("server", this::handle);
      net.send("app", "server", 2);
      settle(simulation, 1);
      assertThat(handled).containsExactly(2);
    }
  }

  @Test
  void build_badRates_reportsAll() {
    NetConditions.Builder wrong =
        NetConditions.builder().held(1.5).resets(Double.NaN).shortestDelay(Duration.ofSeconds(1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(wrong::build)
        .withMessageContainingAll("held", "resets", "delays");
  }

  private List<Integer> sendFive(Simulation simulation, boolean ordered) {
    handled.clear();
    var net = net(simulation, NetConditions.builder().ordered(ordered).build());
    simulation.client(
        "app", "sender", () -> IntStream.range(0, 5).forEach(i -> net.send("app", "server", i)));
    settle(simulation, 1);
    return List.copyOf(handled);
  }

  private SimulatedNet<Integer, Integer> net(Simulation simulation, NetConditions conditions) {
    SimulatedNet<Integer, Integer> net = SimulatedNet.on(simulation, conditions);
    net.listen("server", this::handle);
    return net;
  }

  private int handle(String from, int request) {
    assertThat(from).isEqualTo("app");
    handled.add(request);
    return request + 1;
  }

  private static void expect(
      Simulation simulation,
      SimulatedNet<Integer, Integer> net,
      @Nullable Class<? extends IOException> type) {
    simulation.client(
        "app",
        "caller",
        () -> {
          if (type == null) {
            assertThat(net.call("app", "server", 7, within(simulation, 1))).isEqualTo(8);
          } else {
            assertThatThrownBy(() -> net.call("app", "server", 7, within(simulation, 1)))
                .isExactlyInstanceOf(type);
          }
        });
    simulation.run();
  }

  private static void settle(Simulation simulation, int seconds) {
    simulation.client("rest", "rest", () -> pause(simulation, seconds));
    simulation.run();
  }

  private static void pause(Simulation simulation, int seconds) throws InterruptedException {
    Environment own = simulation.environment("rest");
    own.waits().pause(Duration.ofSeconds(seconds), own.ticker());
  }

  private static Deadline within(Simulation simulation, int seconds) {
    return Deadline.after(Duration.ofSeconds(seconds), simulation.environment().ticker());
  }
}
