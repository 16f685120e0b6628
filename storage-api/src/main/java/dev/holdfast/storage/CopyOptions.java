// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a copy is done. Immutable. Defaults: any present target is replaced, no timeout beyond the
 * storage's own.
 */
public final class CopyOptions {

  private static final CopyOptions DEFAULTS = builder().build();

  private final WriteCondition condition;
  private final @Nullable Duration timeout;

  private CopyOptions(Builder builder) {
    this.condition = builder.condition;
    this.timeout = builder.timeout;
  }

  /** The defaults. */
  public static CopyOptions defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** What must hold of the present target. */
  public WriteCondition condition() {
    return condition;
  }

  /** How long the call may take in all. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Builds {@link CopyOptions}. Not thread-safe. */
  public static final class Builder {

    private WriteCondition condition = WriteCondition.any();
    private @Nullable Duration timeout;

    private Builder() {}

    /** What must hold of the present target. */
    public Builder condition(WriteCondition condition) {
      this.condition = Objects.requireNonNull(condition, "condition");
      return this;
    }

    /** How long the call may take in all. More than zero. */
    public Builder timeout(Duration timeout) {
      this.timeout = Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if the timeout is not more than zero
     */
    public CopyOptions build() {
      new Problems().timeout(timeout).refuse();
      return new CopyOptions(this);
    }
  }
}
