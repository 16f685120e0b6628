// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import java.util.Objects;

/**
 * How often an operation is tried, and how long it pauses in between. Immutable.
 *
 * <p>Only the settings: whether a failure may be retried at all is known to the domain, how much
 * all callers together may retry is a {@link RetryBudget}, and how long the caller waits is a
 * {@link Deadline}.
 */
public final class RetryPolicy {

  private final int attempts;
  private final Backoff backoff;

  private RetryPolicy(Builder builder) {
    attempts = builder.attempts;
    backoff = builder.backoff;
  }

  /** Three attempts with the standard backoff. */
  public static RetryPolicy standard() {
    return builder().build();
  }

  /** One attempt. */
  public static RetryPolicy never() {
    return builder().attempts(1).build();
  }

  /** Settings, at first those of {@link #standard()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many attempts an operation has in all, at least one. */
  public int attempts() {
    return attempts;
  }

  /** How long it pauses between them. */
  public Backoff backoff() {
    return backoff;
  }

  /** Whether one more attempt is allowed after so many. */
  public boolean allowsAfter(int attemptsMade) {
    return attemptsMade < attempts;
  }

  @Override
  public String toString() {
    return attempts + " attempts, " + backoff;
  }

  /** Settings for {@link RetryPolicy}. Not thread-safe. */
  public static final class Builder {

    private int attempts = 3;
    private Backoff backoff = Backoff.standard();

    private Builder() {}

    /** How many attempts in all; default 3, at most 10. */
    public Builder attempts(int value) {
      attempts = value;
      return this;
    }

    /** How long to pause between attempts; default {@link Backoff#standard()}. */
    public Builder backoff(Backoff value) {
      backoff = Objects.requireNonNull(value, "backoff");
      return this;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException if the number of attempts is not between 1 and 10
     */
    public RetryPolicy build() {
      if (attempts < 1 || attempts > 10) {
        throw new IllegalArgumentException("attempts must be between 1 and 10: " + attempts);
      }
      return new RetryPolicy(this);
    }
  }
}
