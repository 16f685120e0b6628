// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is read and how. Immutable.
 *
 * <p>Defaults: the whole object, whatever its ETag; no timeout; no listener.
 */
public final class DownloadOptions {

  private static final DownloadOptions DEFAULTS = builder().build();

  private final ByteSelection range;
  private final @Nullable String ifMatch;
  private final @Nullable Duration timeout;
  private final @Nullable TransferListener listener;

  private DownloadOptions(Builder builder) {
    this.range = builder.range;
    this.ifMatch = builder.ifMatch;
    this.timeout = builder.timeout;
    this.listener = builder.listener;
  }

  /** The defaults. */
  public static DownloadOptions defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.range = range;
    builder.ifMatch = ifMatch;
    builder.timeout = timeout;
    builder.listener = listener;
    return builder;
  }

  /** Which bytes. */
  public ByteSelection range() {
    return range;
  }

  /** The ETag that the object must have. */
  public Optional<String> ifMatch() {
    return Optional.ofNullable(ifMatch);
  }

  /** How long opening the object may take, or all of a download to a file. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** Hears of progress. */
  public Optional<TransferListener> listener() {
    return Optional.ofNullable(listener);
  }

  /** Builds {@link DownloadOptions}. Not thread-safe. */
  public static final class Builder {

    private ByteSelection range = ByteSelection.whole();
    private @Nullable String ifMatch;
    private @Nullable Duration timeout;
    private @Nullable TransferListener listener;

    private Builder() {}

    /** Which bytes. */
    public Builder range(ByteSelection range) {
      this.range = Objects.requireNonNull(range, "range");
      return this;
    }

    /** Fails with {@link PreconditionFailedException} unless the object has this ETag. */
    public Builder ifMatch(String etag) {
      this.ifMatch = Objects.requireNonNull(etag, "etag");
      return this;
    }

    /**
     * How long opening the object may take; what comes through the stream of a {@link Download} is
     * not bounded. For {@link FileStorage#downloadTo} it is for all of the call, and looked at
     * between reads: one read that hangs is not cut short. More than zero.
     */
    public Builder timeout(Duration timeout) {
      this.timeout = Objects.requireNonNull(timeout, "timeout");
      return this;
    }

    /** Hears of progress. */
    public Builder listener(TransferListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if the ETag is empty or has control characters, or the
     *     timeout is not more than zero
     */
    public DownloadOptions build() {
      new Problems().etag(ifMatch).timeout(timeout).refuse();
      return new DownloadOptions(this);
    }
  }
}
