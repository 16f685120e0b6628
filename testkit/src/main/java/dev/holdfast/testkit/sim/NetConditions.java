// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How a {@link SimulatedNet} treats messages. Immutable. Rates are between zero and one. */
public final class NetConditions {

  private final Builder settings;

  private NetConditions(Builder settings) {
    this.settings = settings;
  }

  /** A net that loses nothing and takes 0.1 to 2 ms each way. */
  public static NetConditions calm() {
    return builder().build();
  }

  /** Settings, at first those of {@link #calm()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Least time one way. */
  public Duration shortestDelay() {
    return settings.shortestDelay;
  }

  /** Most time one way. */
  public Duration longestDelay() {
    return settings.longestDelay;
  }

  /** Share of requests and one-way messages that never arrive. */
  public double lostRequests() {
    return settings.lostRequests;
  }

  /** Share of replies that never arrive although the request was handled. */
  public double lostReplies() {
    return settings.lostReplies;
  }

  /** Share of losses that the caller sees as a reset connection instead of silence. */
  public double resets() {
    return settings.resets;
  }

  /** Share of requests and one-way messages that arrive twice. */
  public double duplicates() {
    return settings.duplicates;
  }

  /** Share of requests and one-way messages that are held back for {@link #heldFor()}. */
  public double held() {
    return settings.held;
  }

  /** How long a held message stays in the net. */
  public Duration heldFor() {
    return settings.heldFor;
  }

  /** Whether messages between two endpoints arrive in the order in which they were sent. */
  public boolean ordered() {
    return settings.ordered;
  }

  /** Settings for {@link NetConditions}. Not thread-safe. */
  public static final class Builder {

    private Duration shortestDelay = Duration.ofNanos(100_000);
    private Duration longestDelay = Duration.ofMillis(2);
    private double lostRequests;
    private double lostReplies;
    private double resets;
    private double duplicates;
    private double held;
    private Duration heldFor = Duration.ofSeconds(30);
    private boolean ordered;

    private Builder() {}

    private Builder(Builder other) {
      shortestDelay = other.shortestDelay;
      longestDelay = other.longestDelay;
      lostRequests = other.lostRequests;
      lostReplies = other.lostReplies;
      resets = other.resets;
      duplicates = other.duplicates;
      held = other.held;
      heldFor = other.heldFor;
      ordered = other.ordered;
    }

    /** Least time one way; default 0.1 ms. */
    public Builder shortestDelay(Duration value) {
      shortestDelay = value;
      return this;
    }

    /** Most time one way; default 2 ms. */
    public Builder longestDelay(Duration value) {
      longestDelay = value;
      return this;
    }

    /** Share of requests that never arrive; default none. */
    public Builder lostRequests(double value) {
      lostRequests = value;
      return this;
    }

    /** Share of replies that never arrive; default none. */
    public Builder lostReplies(double value) {
      lostReplies = value;
      return this;
    }

    /** Share of losses that show as a reset; default none. */
    public Builder resets(double value) {
      resets = value;
      return this;
    }

    /** Share of requests that arrive twice; default none. */
    public Builder duplicates(double value) {
      duplicates = value;
      return this;
    }

    /** Share of requests that are held back; default none. */
    public Builder held(double value) {
      held = value;
      return this;
    }

    /** How long they are held back; default 30 s. */
    public Builder heldFor(Duration value) {
      heldFor = value;
      return this;
    }

    /** Whether order is kept, as on one TCP connection; default false. */
    public Builder ordered(boolean value) {
      ordered = value;
      return this;
    }

    /**
     * The conditions.
     *
     * @throws IllegalArgumentException if a setting is out of range; the message names each
     */
    public NetConditions build() {
      List<String> problems = new ArrayList<>();
      if (shortestDelay.isNegative() || longestDelay.compareTo(shortestDelay) < 0) {
        problems.add("delays must be 0 <= " + shortestDelay + " <= " + longestDelay);
      }
      if (heldFor.isNegative()) {
        problems.add("heldFor must not be negative: " + heldFor);
      }
      checkRate("lostRequests", lostRequests, problems);
      checkRate("lostReplies", lostReplies, problems);
      checkRate("resets", resets, problems);
      checkRate("duplicates", duplicates, problems);
      checkRate("held", held, problems);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new NetConditions(new Builder(this));
    }

    private static void checkRate(String name, double rate, List<String> problems) {
      if (!(rate >= 0 && rate <= 1)) {
        problems.add(name + " must be between 0 and 1: " + rate);
      }
    }
  }
}
