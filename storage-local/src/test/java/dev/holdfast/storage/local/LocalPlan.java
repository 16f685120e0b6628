// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.storage.local.LocalStep.Action;
import dev.holdfast.storage.local.LocalStep.Call;
import dev.holdfast.storage.local.LocalStep.Crash;
import dev.holdfast.storage.local.LocalStep.DiskFault;
import dev.holdfast.storage.local.LocalStep.Limit;
import dev.holdfast.storage.local.LocalStep.Loss;
import dev.holdfast.storage.local.LocalStep.Reopen;
import dev.holdfast.storage.local.LocalStep.Setup;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the schedule of a seed: 4 clients, 3 keys, up to 3 lives of the process. */
final class LocalPlan {

  static final int CLIENTS = 4;
  static final String[] KEYS = {"d/k", "d/K", "d/k/x"};

  private static final Action[] ACTIONS = {
    Action.PUT,
    Action.PUT,
    Action.PUT_IF_ABSENT,
    Action.PUT_IF_MATCH,
    Action.SESSION,
    Action.COPY,
    Action.DELETE,
    Action.DELETE,
    Action.DELETE_IF_MATCH,
    Action.GET,
    Action.GET,
    Action.RANGE,
    Action.STAT,
    Action.LIST
  };
  private static final CallKind[] FAILING = {
    CallKind.CREATE,
    CallKind.OPEN,
    CallKind.WRITE,
    CallKind.READ,
    CallKind.FORCE_FILE,
    CallKind.FORCE_DIRECTORY,
    CallKind.FORCE_DIRECTORY,
    CallKind.FORCE_DIRECTORY,
    CallKind.MOVE,
    CallKind.LINK,
    CallKind.DELETE,
    CallKind.MKDIR,
    CallKind.LIST,
    CallKind.STAT,
    CallKind.ATTRIBUTES,
    CallKind.SET_ATTRIBUTES,
    CallKind.CLOSE
  };
  private static final Action[] DUEL = {
    Action.DELETE, Action.DELETE, Action.DELETE, Action.PUT, Action.PUT_IF_ABSENT
  };
  private static final Loss[] LOSSES = Loss.values();
  private static final Fault[] FAULTS = {
    Fault.EIO, Fault.EIO, Fault.ENOSPC, Fault.EMFILE, Fault.EACCES
  };

  private final SplittableRandom random;
  private final List<LocalStep> steps = new ArrayList<>();

  private LocalPlan(long seed) {
    random = new SplittableRandom(seed);
  }

  static List<LocalStep> of(long seed) {
    return new LocalPlan(seed).make();
  }

  private List<LocalStep> make() {
    switch (random.nextInt(9)) {
      case 0, 1 -> duel();
      case 2 -> contest();
      case 3 -> erasure();
      case 4 -> churn();
      default -> mixture();
    }
    return List.copyOf(steps);
  }

  /** Many calls on all keys, and faults. */
  private void mixture() {
    int dice = random.nextInt(10);
    setup(dice < 3 ? Durability.NONE : dice == 3 ? Durability.FILE : Durability.FILE_AND_DIRECTORY);
    int epochs = 1 + random.nextInt(3);
    for (int epoch = 0; epoch < epochs; epoch++) {
      int calls = 4 + random.nextInt(12);
      for (int i = 0; i < calls; i++) {
        steps.add(call(epoch));
      }
      if (random.nextBoolean()) {
        steps.add(fault(epoch));
      }
      if (random.nextInt(3) == 0) {
        steps.add(new Reopen(epoch, 1 + random.nextInt(calls * 14)));
      }
      steps.add(crash(epoch, calls * 14));
    }
  }

  /** One or two objects of one directory, then few calls on them, in which the process dies. */
  private void duel() {
    setup(Durability.FILE_AND_DIRECTORY);
    int keys = 1 + random.nextInt(2);
    for (int key = 0; key < keys; key++) {
      steps.add(new Call(0, 0, Action.PUT, key, 100));
    }
    for (int client = 0; client < 2 + random.nextInt(2); client++) {
      Action action = DUEL[random.nextInt(DUEL.length)];
      steps.add(new Call(1, client, action, random.nextInt(keys), 100));
    }
    steps.add(crash(1, 24));
  }

  /** One object that several clients delete at the same moment, in which the power goes. */
  private void erasure() {
    setup(Durability.FILE_AND_DIRECTORY);
    steps.add(new Call(0, 0, Action.PUT, 0, 100));
    for (int client = 0; client < 3; client++) {
      steps.add(new Call(1, client, Action.DELETE, 0, 100));
    }
    steps.add(new Crash(1, 3 + random.nextInt(16), Loss.ALL));
  }

  /** A directory that goes and comes back below deletes that meet in it, and the power goes. */
  private void churn() {
    setup(Durability.FILE_AND_DIRECTORY);
    int first = random.nextInt(2);
    int second = 1 - first;
    steps.add(new Call(0, 0, Action.PUT, first, 100));
    steps.add(new Call(0, 0, Action.PUT, second, 100));
    steps.add(new Call(1, 0, Action.DELETE, first, 100));
    steps.add(new Call(1, 1, Action.DELETE, second, 100));
    steps.add(new Call(1, 2, Action.PUT, random.nextBoolean() ? second : 2, 100));
    steps.add(new Call(1, 3, Action.DELETE, first, 100));
    if (random.nextInt(4) == 0) {
      steps.add(new DiskFault(1, CallKind.OPEN, 1 + random.nextInt(20), Fault.EMFILE));
    }
    steps.add(new Crash(1, 12 + random.nextInt(48), Loss.ALL));
  }

  /** One object that several clients read and then replace if nobody else has. */
  private void contest() {
    setup(Durability.FILE_AND_DIRECTORY);
    steps.add(new Call(0, 0, Action.PUT, 0, 100));
    for (int client = 0; client < LocalPlan.CLIENTS; client++) {
      steps.add(new Call(1, client, Action.GET, 0, 100));
      steps.add(new Call(1, client, Action.PUT_IF_MATCH, 0, 100));
    }
  }

  private Crash crash(int epoch, int steps) {
    return new Crash(epoch, 1 + random.nextInt(steps), LOSSES[random.nextInt(LOSSES.length)]);
  }

  private void setup(Durability durability) {
    steps.add(new Setup(0, random.nextBoolean(), durability));
  }

  private Call call(int epoch) {
    int dice = random.nextInt(16);
    return new Call(
        epoch,
        random.nextInt(CLIENTS),
        ACTIONS[random.nextInt(ACTIONS.length)],
        random.nextInt(KEYS.length),
        random.nextInt(4) == 0 ? 1_500 : 40 + random.nextInt(200),
        dice == 0 ? Limit.INTERRUPT : dice == 1 ? Limit.TIMEOUT : Limit.NONE,
        1 + random.nextInt(14));
  }

  private DiskFault fault(int epoch) {
    return new DiskFault(
        epoch,
        FAILING[random.nextInt(FAILING.length)],
        1 + random.nextInt(12),
        FAULTS[random.nextInt(FAULTS.length)]);
  }
}
