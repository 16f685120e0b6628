// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import dev.holdfast.testkit.history.HistoryRecorder.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes random histories of an atomic register whose calls take effect at one instant between
 * invocation and completion, with random delays. Faults and late effects are switched on by test.
 * The same seed gives the same history.
 */
final class SimulatedRegister {
  static final String KEY = "k";

  /** What the workload may contain, in percent of calls or steps. */
  record Mix(int clients, int operations, int conditional, int deletes, int unknown, int failed) {
    static Mix plain(int clients, int operations) {
      return new Mix(clients, operations, 0, 0, 0, 0);
    }
  }

  /** What the register does wrong. */
  enum Fault {
    NONE,
    LOSE_WRITE,
    STALE_READ,
    APPLY_TWICE,
    FAILED_WRITE_VISIBLE
  }

  private final Random random;
  private final Mix mix;
  private final Fault fault;
  private final boolean zombies;
  private final HistoryRecorder<String, RegisterRequest<Integer>, RegisterResponse<Integer>>
      recorder = HistoryRecorder.create();
  private final List<Flight> late = new ArrayList<>();
  private int clock;
  private int written;
  private @Nullable Integer value;
  private @Nullable Integer previous;

  /** With zombies, unknown writes may land over writes acknowledged later. */
  SimulatedRegister(long seed, Mix mix, Fault fault, boolean zombies) {
    this.random = new Random(seed);
    this.mix = mix;
    this.fault = fault;
    this.zombies = zombies;
  }

  History<String, RegisterRequest<Integer>, RegisterResponse<Integer>> run() {
    @Nullable Flight[] busy = new Flight[mix.clients()];
    int started = 0;
    int ended = 0;
    while (ended < mix.operations()) {
      clock++;
      int client = random.nextInt(mix.clients());
      Flight flight = busy[client];
      if (flight == null && started < mix.operations()) {
        busy[client] = start(client);
        started++;
      } else if (flight != null && proceed(flight)) {
        busy[client] = null;
        ended++;
      }
      if (!late.isEmpty() && random.nextInt(8) == 0) {
        take(late.remove(random.nextInt(late.size())));
      }
    }
    return recorder.history();
  }

  private Flight start(int client) {
    RegisterRequest<Integer> request = request();
    Flight flight = new Flight(recorder.invoke(client, KEY, request), request, clock);
    return flight;
  }

  private RegisterRequest<Integer> request() {
    if (random.nextBoolean()) {
      return RegisterRequest.read();
    }
    if (chance(mix.deletes())) {
      return RegisterRequest.delete();
    }
    if (chance(mix.conditional())) {
      return value == null || random.nextBoolean()
          ? RegisterRequest.writeIfAbsent(++written)
          : RegisterRequest.writeIfMatch(value, ++written);
    }
    return RegisterRequest.write(++written);
  }

  /** Moves a call one step on; returns true when its client is free again. */
  private boolean proceed(Flight flight) {
    if (flight.response == null && chance(mix.unknown())) {
      flight.ended = clock;
      flight.call.unknown();
      late.add(flight);
      return true;
    }
    if (flight.response == null && chance(mix.failed())) {
      if (fault == Fault.FAILED_WRITE_VISIBLE) {
        take(flight);
      }
      flight.call.notApplied();
      return true;
    }
    RegisterResponse<Integer> response = flight.response;
    if (response == null) {
      take(flight);
      return false;
    }
    if (chance(mix.unknown())) {
      flight.call.unknown();
    } else {
      flight.call.ok(response);
      if (fault == Fault.APPLY_TWICE && chance(30)) {
        late.add(flight);
      }
    }
    return true;
  }

  private void take(Flight flight) {
    RegisterRequest<Integer> request = flight.request;
    if (request instanceof RegisterRequest.Read) {
      Integer seen = fault == Fault.STALE_READ && chance(30) ? previous : value;
      flight.response = seen == null ? RegisterResponse.absent() : RegisterResponse.found(seen);
      return;
    }
    boolean refused =
        (request instanceof RegisterRequest.WriteIfAbsent && value != null)
            || (request instanceof RegisterRequest.WriteIfMatch<Integer> write
                && !write.expected().equals(value));
    flight.response = refused ? RegisterResponse.conditionNotMet() : RegisterResponse.applied();
    if (refused || (fault == Fault.LOSE_WRITE && chance(30))) {
      return;
    }
    previous = value;
    value = RegisterSpec.written(request).orElse(null);
    if (!zombies) {
      late.removeIf(each -> each.ended < flight.invoked);
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private static final class Flight {
    private final Call<String, RegisterRequest<Integer>, RegisterResponse<Integer>> call;
    private final RegisterRequest<Integer> request;
    private final int invoked;
    private int ended = Integer.MAX_VALUE;
    private @Nullable RegisterResponse<Integer> response;

    private Flight(
        Call<String, RegisterRequest<Integer>, RegisterResponse<Integer>> call,
        RegisterRequest<Integer> request,
        int invoked) {
      this.call = call;
      this.request = request;
      this.invoked = invoked;
    }
  }
}
