// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a {@link Fault} begins. A trigger is watched on each connection by itself, those that are
 * open at injection included, and is met at most once on each.
 *
 * <p>Bytes are looked at as they arrive at the proxy, before any fault and before they are passed
 * on. Bytes up to and including the one that meets a trigger are unharmed; the fault begins behind
 * it. Values are immutable.
 */
public sealed interface Trigger {

  /** Met at once. */
  record Immediately() implements Trigger {}

  /**
   * Met when the connection is so old.
   *
   * @param age time since the connection was accepted, not negative
   */
  record AfterDuration(Duration age) implements Trigger {
    /** Checks the age. */
    public AfterDuration {
      if (age.isNegative()) {
        throw new IllegalArgumentException("age must be >= 0: " + age);
      }
    }
  }

  /**
   * Met when so many bytes have come in the direction of the fault since the connection began.
   *
   * @param countBytes how many, at least 0
   */
  record AfterBytes(long countBytes) implements Trigger {
    /** Checks the count. */
    public AfterBytes {
      if (countBytes < 0) {
        throw new IllegalArgumentException("countBytes must be >= 0: " + countBytes);
      }
    }
  }

  /**
   * Met when the last byte of a sequence has come; read boundaries do not matter.
   *
   * @param seenIn the direction that is watched, or null for the direction of the fault
   * @param latin1 the sequence, one character U+0000 to U+00FF for each byte, not empty
   */
  record OnPattern(@Nullable Direction seenIn, String latin1) implements Trigger {
    /** Checks the pattern. */
    public OnPattern {
      if (latin1.isEmpty() || latin1.chars().anyMatch(c -> c > 0xFF)) {
        throw new IllegalArgumentException("pattern must have 1 or more characters <= U+00FF");
      }
    }
  }

  /**
   * Met when {@code then} is met on the k-th connection accepted after the injection.
   *
   * @param number which connection, 1 being the next
   * @param then what to wait for on it; not an OnConnection
   */
  record OnConnection(long number, Trigger then) implements Trigger {
    /** Checks both values. */
    public OnConnection {
      if (number < 1 || then instanceof OnConnection || then instanceof Once) {
        throw new IllegalArgumentException("number must be >= 1 and then must be a plain trigger");
      }
    }
  }

  /**
   * Met only by the first connection that meets {@code trigger}; the others stay unharmed.
   *
   * @param trigger what to wait for; not a Once
   */
  record Once(Trigger trigger) implements Trigger {
    /** Checks the trigger. */
    public Once {
      if (Objects.requireNonNull(trigger, "trigger") instanceof Once) {
        throw new IllegalArgumentException("trigger is already limited to once");
      }
    }
  }

  /** From now on, on each connection. */
  static Trigger immediately() {
    return new Immediately();
  }

  /** When a connection is {@code age} old. */
  static Trigger afterDuration(Duration age) {
    return new AfterDuration(age);
  }

  /** When a connection has carried {@code countBytes} in the direction of the fault. */
  static Trigger afterBytes(long countBytes) {
    return new AfterBytes(countBytes);
  }

  /** When {@code text}, as UTF-8, has come in the direction of the fault. */
  static Trigger onPattern(String text) {
    return onPattern(text.getBytes(StandardCharsets.UTF_8));
  }

  /** When {@code bytes} have come in the direction of the fault. */
  static Trigger onPattern(byte[] bytes) {
    return new OnPattern(null, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * When {@code text}, as UTF-8, has come in {@code seenIn}. With a request as pattern and a fault
   * on the answer, exactly the answer to that request is hit.
   */
  static Trigger onPattern(Direction seenIn, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new OnPattern(seenIn, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** On the {@code number}-th connection from now, 1 being the next. */
  static Trigger onConnection(long number) {
    return new OnConnection(number, immediately());
  }

  /** On the {@code number}-th connection from now, as soon as {@code then} is met on it. */
  static Trigger onConnection(long number, Trigger then) {
    return new OnConnection(number, then);
  }

  /** This trigger, for the first connection that meets it only. */
  default Trigger once() {
    return new Once(this);
  }
}
