// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import dev.holdfast.testkit.history.HistoryRecorder.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes random histories of a register on a disk that loses power: writes become visible at once
 * and durable some time later, in any order; what is visible and not durable may or may not
 * survive. The same seed gives the same history.
 */
final class SimulatedDisk {
  private final Random random;
  private final boolean acknowledgesEarly;
  private final HistoryRecorder<String, RegisterRequest<Integer>, RegisterResponse<Integer>>
      recorder = HistoryRecorder.create();
  private final List<Flight> log = new ArrayList<>();
  private @Nullable Integer base;
  private int written;

  /** A disk that acknowledges early does so before the write is durable. */
  SimulatedDisk(long seed, boolean acknowledgesEarly) {
    this.random = new Random(seed);
    this.acknowledgesEarly = acknowledgesEarly;
  }

  /** Runs three clients; every epoch takes the given number of calls. */
  History<String, RegisterRequest<Integer>, RegisterResponse<Integer>> run(
      int epochs, int callsPerEpoch) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      runEpoch(callsPerEpoch);
      log.removeIf(each -> !each.durable && random.nextBoolean());
      base = visible();
      log.clear();
      recorder.powerLoss();
    }
    read(0);
    return recorder.history();
  }

  private void runEpoch(int calls) {
    @Nullable Flight[] busy = new Flight[3];
    int started = 0;
    while (started < calls) {
      int client = random.nextInt(busy.length);
      Flight flight = busy[client];
      if (flight != null) {
        if (proceed(flight)) {
          busy[client] = null;
        }
      } else if (random.nextBoolean()) {
        read(client);
        started++;
      } else {
        boolean delete = random.nextInt(4) == 0;
        RegisterRequest<Integer> request =
            delete ? RegisterRequest.delete() : RegisterRequest.write(++written);
        busy[client] = new Flight(recorder.invoke(client, "k", request), delete ? null : written);
        started++;
      }
    }
  }

  /** Visible, then durable, then acknowledged; returns true when the client is free again. */
  private boolean proceed(Flight flight) {
    if (!flight.visible) {
      flight.visible = true;
      log.add(flight);
      return false;
    }
    if (!flight.durable && !acknowledgesEarly) {
      flight.durable = true;
      return false;
    }
    flight.call.ok(RegisterResponse.applied());
    return true;
  }

  private void read(int client) {
    Integer seen = visible();
    recorder
        .invoke(client, "k", RegisterRequest.read())
        .ok(seen == null ? RegisterResponse.absent() : RegisterResponse.found(seen));
  }

  private @Nullable Integer visible() {
    return log.isEmpty() ? base : log.get(log.size() - 1).value;
  }

  private static final class Flight {
    private final Call<String, RegisterRequest<Integer>, RegisterResponse<Integer>> call;
    private final @Nullable Integer value;
    private boolean visible;
    private boolean durable;

    private Flight(
        Call<String, RegisterRequest<Integer>, RegisterResponse<Integer>> call,
        @Nullable Integer value) {
      this.call = call;
      this.value = value;
    }
  }
}
