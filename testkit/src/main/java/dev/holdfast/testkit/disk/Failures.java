// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The failures to inject into one {@link CrashFileSystem}. Thread-safe.
 *
 * <p>Calls are counted from the moment a rule is added: {@code n = 1} is the next call that the
 * rule's predicate accepts. A call that fails has no effect, with one exception: a force that fails
 * leaves everything it should have saved visible, not durable, and <em>clean</em>, so that a later
 * force that succeeds does not save it either unless it is written again. When several rules apply
 * to one call the oldest decides.
 */
public final class Failures {
  private final CopyOnWriteArrayList<Rule> rules = new CopyOnWriteArrayList<>();
  private final AtomicLong injected = new AtomicLong();

  Failures() {}

  /**
   * Fails the n-th call from now, once.
   *
   * @param n 1 for the next call
   * @param fault the error
   * @return this
   */
  public Failures failNth(long n, Fault fault) {
    return failNth(n, call -> true, fault);
  }

  /**
   * Fails the n-th matching call from now, once.
   *
   * @param n 1 for the next matching call
   * @param which the calls to count
   * @param fault the error
   * @return this
   */
  public Failures failNth(long n, Predicate<IoCall> which, Fault fault) {
    return add(new Rule(which, requirePositive(n), n, fault));
  }

  /**
   * Fails the n-th call from now and all that follow.
   *
   * @param n 1 for the next call
   * @param fault the error
   * @return this
   */
  public Failures failFrom(long n, Fault fault) {
    return failFrom(n, call -> true, fault);
  }

  /**
   * Fails the n-th matching call from now and all matching calls that follow.
   *
   * @param n 1 for the next matching call
   * @param which the calls to count
   * @param fault the error
   * @return this
   */
  public Failures failFrom(long n, Predicate<IoCall> which, Fault fault) {
    return add(new Rule(which, requirePositive(n), Long.MAX_VALUE, fault));
  }

  /**
   * Fails every matching call until {@link #clear()}.
   *
   * @param which the calls to fail
   * @param fault the error
   * @return this
   */
  public Failures failEvery(Predicate<IoCall> which, Fault fault) {
    return failFrom(1, which, fault);
  }

  /**
   * Makes every matching write of more than one byte write only the first half of its bytes.
   *
   * @param which the writes to shorten; calls of other kinds are ignored
   * @return this
   */
  public Failures shortWrites(Predicate<IoCall> which) {
    Predicate<IoCall> writes = call -> call.kind() == CallKind.WRITE && which.test(call);
    return add(new Rule(writes, 1, Long.MAX_VALUE, null));
  }

  /** Removes all rules. */
  public void clear() {
    rules.clear();
  }

  /**
   * How many calls have failed or were shortened by rules so far.
   *
   * @return the count
   */
  public long injected() {
    return injected.get();
  }

  /** Throws if a rule says so; otherwise true if the call, a write, is to be shortened. */
  boolean check(IoCall call) throws IOException {
    if (rules.isEmpty()) {
      return false;
    }
    List<Rule> applying = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.applies(call)) {
        applying.add(rule);
      }
    }
    if (applying.isEmpty()) {
      return false;
    }
    injected.incrementAndGet();
    Fault fault = applying.get(0).fault();
    if (fault == null) {
      return true;
    }
    throw fault.exception(call);
  }

  private Failures add(Rule rule) {
    rules.add(rule);
    return this;
  }

  private static long requirePositive(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1 (1 is the next call): " + n);
    }
    return n;
  }

  /** Applies to matching calls number {@code first} to {@code last}; no fault means shorten. */
  private static final class Rule {
    private final Predicate<IoCall> which;
    private final long first;
    private final long last;
    private final @Nullable Fault fault;
    private final AtomicLong seen = new AtomicLong();

    Rule(Predicate<IoCall> which, long first, long last, @Nullable Fault fault) {
      this.which = which;
      this.first = first;
      this.last = last;
      this.fault = fault;
    }

    boolean applies(IoCall call) {
      if (!which.test(call)) {
        return false;
      }
      long count = seen.incrementAndGet();
      return count >= first && count <= last;
    }

    @Nullable Fault fault() {
      return fault;
    }
  }
}
