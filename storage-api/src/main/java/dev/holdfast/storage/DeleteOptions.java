// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a delete is done. Immutable. Defaults: unconditional, no timeout. */
public final class DeleteOptions {

  private static final DeleteOptions DEFAULTS = builder().build();

  private final WriteCondition condition;
  private final @Nullable Duration timeout;

  private DeleteOptions(Builder builder) {
    this.condition = builder.condition;
    this.timeout = builder.timeout;
  }

  /** The defaults. */
  public static DeleteOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Deletes only the object that has this ETag.
   *
   * @throws IllegalArgumentException if the ETag is empty or has control characters
   */
  public static DeleteOptions ifMatch(String etag) {
    return builder().condition(WriteCondition.ifMatch(etag)).build();
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** What must hold of the present object. */
  public WriteCondition condition() {
    return condition;
  }

  /** How long the call may take in all. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Builds {@link DeleteOptions}. Not thread-safe. */
  public static final class Builder {

    private WriteCondition condition = WriteCondition.any();
    private @Nullable Duration timeout;

    private Builder() {}

    /** Any, or if-match; if-absent makes no sense for a delete. */
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
     * @throws IllegalArgumentException if the condition is if-absent or the timeout is not more
     *     than zero
     */
    public DeleteOptions build() {
      new Problems()
          .require(
              !(condition instanceof WriteCondition.IfAbsent),
              "a delete cannot be conditional on absence")
          .timeout(timeout)
          .refuse();
      return new DeleteOptions(this);
    }
  }
}
