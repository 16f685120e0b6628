// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When a {@link Breaker} opens, for how long, and how it tries again. Immutable. */
public final class BreakerSettings {

  private final Duration window;
  private final double failureRate;
  private final int minimumCalls;
  private final Duration slowCall;
  private final double slowCallRate;
  private final Duration openFor;
  private final int halfOpenPermits;

  private BreakerSettings(Builder builder) {
    window = builder.window;
    failureRate = builder.failureRate;
    minimumCalls = builder.minimumCalls;
    slowCall = builder.slowCall;
    slowCallRate = builder.slowCallRate;
    openFor = builder.openFor;
    halfOpenPermits = builder.halfOpenPermits;
  }

  /** The default of each setting. */
  public static BreakerSettings standard() {
    return builder().build();
  }

  /** Settings, at first the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** How far back calls count, in whole seconds. */
  public Duration window() {
    return window;
  }

  /** Share of failed calls in the window, between 0 and 1, at which the breaker opens. */
  public double failureRate() {
    return failureRate;
  }

  /** How many calls the window must hold before a rate means anything. */
  public int minimumCalls() {
    return minimumCalls;
  }

  /** A call that takes longer is slow, whatever came of it. */
  public Duration slowCall() {
    return slowCall;
  }

  /** Share of slow calls in the window, between 0 and 1, at which the breaker opens. */
  public double slowCallRate() {
    return slowCallRate;
  }

  /** How long an open breaker refuses before it lets probes through. */
  public Duration openFor() {
    return openFor;
  }

  /**
   * How many probes a half-open breaker lets through; they decide, or the first {@link
   * #minimumCalls()} of them if that is less.
   */
  public int halfOpenPermits() {
    return halfOpenPermits;
  }

  /** Settings for {@link BreakerSettings}. Not thread-safe. */
  public static final class Builder {

    private static final Duration LONGEST = Duration.ofHours(1);

    private Duration window = Duration.ofSeconds(10);
    private double failureRate = 0.5;
    private int minimumCalls = 5;
    private Duration slowCall = Duration.ofSeconds(30);
    private double slowCallRate = 1.0;
    private Duration openFor = Duration.ofSeconds(5);
    private int halfOpenPermits = 3;

    private Builder() {}

    /** How far back calls count; default 10 s, between 1 s and 1 h in whole seconds. */
    public Builder window(Duration value) {
      window = value;
      return this;
    }

    /** Share of failures that opens; default one half. */
    public Builder failureRate(double value) {
      failureRate = value;
      return this;
    }

    /** Fewest calls that are judged; default 5. */
    public Builder minimumCalls(int value) {
      minimumCalls = value;
      return this;
    }

    /** From when on a call is slow; default 30 s, at most 1 h. */
    public Builder slowCall(Duration value) {
      slowCall = value;
      return this;
    }

    /** Share of slow calls that opens; default all of them. */
    public Builder slowCallRate(double value) {
      slowCallRate = value;
      return this;
    }

    /** How long it stays open; default 5 s, between 1 ms and 1 h. */
    public Builder openFor(Duration value) {
      openFor = value;
      return this;
    }

    /** How many probes a half-open breaker lets through; default 3. */
    public Builder halfOpenPermits(int value) {
      halfOpenPermits = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if a setting is out of range; the message names each
     */
    public BreakerSettings build() {
      List<String> problems = new ArrayList<>();
      if (!between(Duration.ofSeconds(1), window) || window.toNanosPart() != 0) {
        problems.add("window must be whole seconds from 1 s to 1 h: " + window);
      }
      if (!between(Duration.ofMillis(1), openFor)) {
        problems.add("openFor must be between 1 ms and 1 h: " + openFor);
      }
      if (!between(Duration.ofMillis(1), slowCall)) {
        problems.add("slowCall must be between 1 ms and 1 h: " + slowCall);
      }
      checkRate("failureRate", failureRate, problems);
      checkRate("slowCallRate", slowCallRate, problems);
      checkCount("minimumCalls", minimumCalls, problems);
      checkCount("halfOpenPermits", halfOpenPermits, problems);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new BreakerSettings(this);
    }

    private static boolean between(Duration least, Duration value) {
      return value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0;
    }

    private static void checkRate(String name, double rate, List<String> problems) {
      if (!(rate >= 0.01 && rate <= 1)) {
        problems.add(name + " must be between 0.01 and 1: " + rate);
      }
    }

    private static void checkCount(String name, int count, List<String> problems) {
      if (count < 1 || count > 10_000) {
        problems.add(name + " must be between 1 and 10000: " + count);
      }
    }
  }
}
