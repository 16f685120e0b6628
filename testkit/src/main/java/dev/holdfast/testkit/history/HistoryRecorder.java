// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records invocation and completion of the calls of concurrent clients.
 *
 * <pre>{@code
 * HistoryRecorder<String, RegisterRequest<Integer>, RegisterResponse<Integer>> recorder =
 *     HistoryRecorder.create();
 * var call = recorder.invoke(1, "k", RegisterRequest.write(7));
 * // make the call
 * call.ok(RegisterResponse.applied());
 * }</pre>
 *
 * <p>Time is a counter of events. It is drawn before the call is made and after the client was told
 * the outcome, so an interval is never shorter than the call. Safe for use by many threads; no
 * method waits. Under a simulator that runs one thread at a time the same seed gives the same
 * history.
 *
 * @param <K> type of keys
 * @param <Q> type of requests
 * @param <R> type of responses
 */
public final class HistoryRecorder<K, Q, R> {
  /*
   * history() takes a consistent cut. It reads the counter first and forgets whatever happened
   * after that reading. A call is queued before invoke() returns, hence before its effect can be
   * seen; if some completion within the cut saw that effect, the call was queued before the cut.
   */
  private final AtomicLong clock = new AtomicLong();
  private final ConcurrentLinkedQueue<Call<K, Q, R>> calls = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> powerLosses = new ConcurrentLinkedQueue<>();

  private HistoryRecorder() {}

  /** Returns a recorder with an empty history. */
  public static <K, Q, R> HistoryRecorder<K, Q, R> create() {
    return new HistoryRecorder<>();
  }

  /**
   * Records that a client is about to make a call. The caller ends it through the returned handle;
   * a call that is never ended counts as unknown.
   *
   * @param client number of the client
   * @param key the object addressed
   * @param request what is asked
   */
  public Call<K, Q, R> invoke(int client, K key, Q request) {
    Call<K, Q, R> call = new Call<>(client, key, request, clock);
    calls.add(call);
    return call;
  }

  /**
   * Records that the store lost power. Call it after the power was cut and before the store is
   * started again. Calls that are open at this time end with it as unknown, whatever is recorded
   * for them later: they may have had their effect before, they cannot have it afterwards.
   *
   * <p>Not for a client that dies while the server lives on: its open calls may still take effect
   * and are recorded as unknown without any mark.
   */
  public void powerLoss() {
    powerLosses.add(clock.incrementAndGet());
  }

  /** Returns what was recorded up to now; calls still open appear as unknown. */
  public History<K, Q, R> history() {
    return asOf(clock.get());
  }

  /** Returns what was recorded up to a time that has passed. */
  History<K, Q, R> asOf(long cut) {
    List<Operation<K, Q, R>> operations = new ArrayList<>();
    for (Call<K, Q, R> call : calls) {
      if (call.invoked <= cut) {
        operations.add(call.asOf(cut));
      }
    }
    return new History<>(operations, powerLosses.stream().filter(each -> each <= cut).toList());
  }

  /**
   * A call in flight, ended by exactly one of its three methods. Safe for use by many threads.
   *
   * @param <K> type of keys
   * @param <Q> type of requests
   * @param <R> type of responses
   */
  public static final class Call<K, Q, R> {
    private final int client;
    private final K key;
    private final Q request;
    private final AtomicLong clock;
    private final long invoked;
    private final AtomicReference<@Nullable End<R>> end = new AtomicReference<>();

    private Call(int client, K key, Q request, AtomicLong clock) {
      this.client = client;
      this.key = key;
      this.request = request;
      this.clock = clock;
      this.invoked = clock.incrementAndGet();
    }

    /**
     * Records that the call was acknowledged.
     *
     * @param response what the client was told
     * @throws IllegalStateException if the call has already been ended
     */
    public void ok(R response) {
      end(new Outcome.Ok<>(response));
    }

    /**
     * Records that the call failed with the promise of no effect.
     *
     * @throws IllegalStateException if the call has already been ended
     */
    public void notApplied() {
      end(new Outcome.NotApplied<>());
    }

    /**
     * Records that the client was told that the outcome is unknown.
     *
     * @throws IllegalStateException if the call has already been ended
     */
    public void unknown() {
      end(new Outcome.Unknown<>());
    }

    private void end(Outcome<R> outcome) {
      if (!end.compareAndSet(null, new End<>(clock.incrementAndGet(), outcome))) {
        throw new IllegalStateException(
            "Call of client " + client + " on " + key + " has already been ended: " + request);
      }
    }

    private Operation<K, Q, R> asOf(long cut) {
      End<R> known = end.get();
      return known == null || known.time() > cut
          ? new Operation<>(client, key, request, invoked, Operation.OPEN, new Outcome.Unknown<>())
          : new Operation<>(client, key, request, invoked, known.time(), known.outcome());
    }
  }

  private record End<R>(long time, Outcome<R> outcome) {}
}
