// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.local.LocalStep.Call;
import dev.holdfast.storage.local.LocalStep.Crash;
import dev.holdfast.storage.local.LocalStep.DiskFault;
import dev.holdfast.storage.local.LocalStep.Loss;
import dev.holdfast.storage.local.LocalStep.Reopen;
import dev.holdfast.storage.local.LocalStep.Setup;
import dev.holdfast.testkit.campaign.CampaignRun;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.CrashPolicy;
import dev.holdfast.testkit.disk.IoCall;
import dev.holdfast.testkit.sim.SimulatedClient;
import dev.holdfast.testkit.sim.Simulation;
import dev.holdfast.testkit.sim.SimulationFailure;
import dev.holdfast.testkit.sim.SimulationThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One schedule of the local campaign: lives of the process, each ended by a crash, then a check.
 */
final class LocalRun {

  static final List<String> COUNTERS =
      List.of("steps", "crashes", "acknowledged", "lost", "torn", "phantom");

  private final long seed;
  private final List<LocalStep> plan;
  private final SimulationThreads threads;
  private final Setup setup;
  private final LocalHistory history;
  private final List<LocalClient> clients = new CopyOnWriteArrayList<>();
  private CrashFileSystem disk;
  private long crashes;
  private boolean powerLost;
  private @Nullable LocalDriver driver;

  LocalRun(long seed, List<LocalStep> plan, SimulationThreads threads) {
    this.seed = seed;
    this.plan = plan;
    this.threads = threads;
    this.setup =
        of(Setup.class, 0).findFirst().orElse(new Setup(0, true, Durability.FILE_AND_DIRECTORY));
    this.history = new LocalHistory(seed);
    this.disk = CrashFileSystem.builder().seed(seed).userAttributes(setup.attributes()).build();
  }

  CampaignRun run() {
    long steps = 0;
    Optional<String> violation;
    try {
      int epochs = 1 + plan.stream().mapToInt(LocalStep::epoch).max().orElse(0);
      for (int epoch = 0; epoch < epochs; epoch++) {
        steps += live(epoch);
      }
      steps += readAll();
      violation =
          history.check(
              setup.durability() == Durability.FILE_AND_DIRECTORY || !powerLost,
              setup.durability() != Durability.NONE || !powerLost);
    } catch (SimulationFailure e) {
      violation = Optional.of(String.valueOf(e));
      history.phantom();
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("steps", steps);
    counts.put("crashes", crashes);
    counts.putAll(history.counts());
    return new CampaignRun(counts, violation);
  }

  /** One life of the process: opens the store, serves the clients, dies. */
  private long live(int epoch) {
    try (Simulation simulation = simulation(epoch)) {
      simulation.client("open", () -> open(simulation));
      simulation.run();
      faults(epoch);
      for (int client = 0; client < LocalPlan.CLIENTS; client++) {
        int number = client;
        List<Call> calls = of(Call.class, epoch).filter(call -> call.client() == number).toList();
        if (!calls.isEmpty() && driver != null) {
          LocalClient body = new LocalClient(this::driver, number, calls, history);
          clients.add(body);
          simulation.client("c" + client, body::run);
        }
      }
      of(Reopen.class, epoch)
          .forEach(when -> at(simulation, when.step(), () -> reopen(simulation)));
      Optional<Crash> crash = of(Crash.class, epoch).findFirst();
      crash.ifPresent(when -> at(simulation, when.step(), simulation::crash));
      simulation.run();
      crash(loss(crash.map(Crash::loss).orElse(Loss.NOTHING), epoch), epoch);
      return simulation.steps();
    }
  }

  private static void at(Simulation simulation, int step, Runnable action) {
    simulation.atStep(simulation.steps() + step, action);
  }

  /** Two hours later somebody closes the store, whoever uses it, and opens it again. */
  private void reopen(Simulation simulation) {
    simulation.advance(Duration.ofHours(2));
    SimulatedClient ignored =
        simulation.client(
            "operator",
            () -> {
              trying(() -> driver().close());
              trying(() -> open(simulation));
              trying(() -> open(simulation)); // finds the root taken, unless the first failed
            });
  }

  /** Does something that a fault of the schedule may meet. */
  private static void trying(Runnable step) {
    try {
      step.run();
    } catch (StorageException ignored) { // the calls that follow meet a closed store
      return;
    }
  }

  private LocalDriver driver() {
    return Objects.requireNonNull(driver, "driver");
  }

  /** The last life: everything is read by a fresh client. */
  private long readAll() {
    try (Simulation simulation = simulation(-1)) {
      simulation.client("open", () -> open(simulation));
      simulation.run();
      if (driver != null) {
        simulation.client("final", () -> LocalClient.readAll(this::driver, history));
        simulation.run();
      }
      return simulation.steps();
    }
  }

  private void open(Simulation simulation) {
    driver =
        StoreOpening.driver(
            LocalStorage.builder(disk.root().resolve("store"))
                .durability(setup.durability())
                .lockWait(Duration.ZERO),
            simulation.environment(),
            ConcurrentHashMap.newKeySet(),
            () -> {});
  }

  private Simulation simulation(int epoch) {
    Simulation simulation =
        Simulation.builder().seed(seed * 31 + epoch).threads(threads).stepLimit(20_000).build();
    clients.clear();
    disk.onCall(
        call -> {
          simulation.step(call.kind().name());
          clients.forEach(LocalClient::onDiskCall);
        });
    return simulation;
  }

  private void faults(int epoch) {
    of(DiskFault.class, epoch)
        .forEach(
            fault ->
                disk.failures().failNth(fault.nth(), IoCall.ofKind(fault.kind()), fault.fault()));
  }

  /**
   * A process that dies between a failed force of a directory and its note leaves no note; what it
   * saw failing then takes the machine down, too.
   */
  private Loss loss(Loss planned, int epoch) {
    boolean failing =
        of(DiskFault.class, epoch).anyMatch(step -> step.kind() == CallKind.FORCE_DIRECTORY);
    disk.onCall(call -> {});
    disk.failures().clear();
    Path note = disk.root().resolve("store").resolve(Root.CONTROL).resolve("force-failed");
    return failing && planned == Loss.NOTHING && Files.notExists(note) ? Loss.ALL : planned;
  }

  private void crash(Loss loss, int epoch) {
    crashes++;
    disk.failures().clear();
    disk.onCall(call -> {});
    if (loss != Loss.NOTHING) {
      powerLost = true;
      history.powerLoss();
    }
    disk =
        disk.afterCrash(
            switch (loss) {
              case NOTHING -> CrashPolicy.KEEP_ALL;
              case SOME -> CrashPolicy.random(seed + epoch);
              case ALL -> CrashPolicy.LOSE_ALL_UNFORCED;
              case TORN -> CrashPolicy.tear(seed + epoch);
            });
    driver = null;
  }

  private <T extends LocalStep> Stream<T> of(Class<T> type, int epoch) {
    return plan.stream().filter(type::isInstance).map(type::cast).filter(s -> s.epoch() == epoch);
  }
}
