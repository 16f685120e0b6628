// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long one request to a backend may take. Immutable.
 *
 * <p>These bound attempts. What bounds an operation with all its attempts is the timeout of its own
 * options; an attempt never gets more time than the operation has left.
 */
public final class Timeouts {

  private final Duration control;
  private final Duration idle;
  private final long leastBytesPerSecond;
  private final Duration throughputWindow;

  private Timeouts(Builder builder) {
    this.control = builder.control;
    this.idle = builder.idle;
    this.leastBytesPerSecond = builder.leastBytesPerSecond;
    this.throughputWindow = builder.throughputWindow;
  }

  /** The default of each setting. */
  public static Timeouts standard() {
    return builder().build();
  }

  /** Settings, at first the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** From sending a request without a body, or the end of its body, to the answer's first byte. */
  public Duration control() {
    return control;
  }

  /** Between two bytes of a body, in either direction. */
  public Duration idle() {
    return idle;
  }

  /** Fewest bytes per second of a body, averaged over {@link #throughputWindow()}. */
  public long leastBytesPerSecond() {
    return leastBytesPerSecond;
  }

  /** Over how long the throughput of a body is averaged. */
  public Duration throughputWindow() {
    return throughputWindow;
  }

  /** Most time of an attempt that sends so many bytes at the least throughput. */
  public Duration forUpload(long bytes) {
    if (leastBytesPerSecond == 0L) {
      return Duration.ofDays(1);
    }
    return control.plus(idle).plusSeconds(bytes / leastBytesPerSecond);
  }

  @Override
  public String toString() {
    return "control %s, idle %s, at least %d B/s over %s"
        .formatted(control, idle, leastBytesPerSecond, throughputWindow);
  }

  /** Settings for {@link Timeouts}. Not thread-safe. */
  public static final class Builder {

    private Duration control = Duration.ofSeconds(10);
    private Duration idle = Duration.ofSeconds(10);
    private long leastBytesPerSecond = 32 * 1024;
    private Duration throughputWindow = Duration.ofSeconds(10);

    private Builder() {}

    /** Default 10 s; between 1 ms and 1 h. */
    public Builder control(Duration value) {
      control = value;
      return this;
    }

    /** Default 10 s; between 1 ms and 1 h. */
    public Builder idle(Duration value) {
      idle = value;
      return this;
    }

    /** Default 32 KiB; zero for no limit. */
    public Builder leastBytesPerSecond(long value) {
      leastBytesPerSecond = value;
      return this;
    }

    /** Default 10 s; between 1 ms and 1 h. */
    public Builder throughputWindow(Duration value) {
      throughputWindow = value;
      return this;
    }

    /**
     * The timeouts.
     *
     * @throws IllegalArgumentException if a setting is out of range; the message names each
     */
    public Timeouts build() {
      List<String> problems = new ArrayList<>();
      check("control", control, problems);
      check("idle", idle, problems);
      check("throughputWindow", throughputWindow, problems);
      if (leastBytesPerSecond < 0) {
        problems.add("leastBytesPerSecond must not be negative: " + leastBytesPerSecond);
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new Timeouts(this);
    }

    private static void check(String name, Duration value, List<String> problems) {
      if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
        problems.add(name + " must be between 1 ms and 1 h: " + value);
      }
    }
  }
}
