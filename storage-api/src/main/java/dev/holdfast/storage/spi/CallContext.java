// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import java.time.Duration;
import java.util.Optional;

/**
 * What a driver knows of the call it serves. Thread-safe.
 *
 * <p>Made by the library; methods may be added.
 */
public interface CallContext {

  /** Time left, zero when it is used up; about 146 years where there is no deadline. */
  Duration remaining();

  /**
   * Names the write that this call belongs to: the same for all attempts of one operation and
   * different for every other one. A driver that keeps it with the object gives it back in {@code
   * ObjectInfo.writeId()}, so that a write whose answer was lost is recognised. 1 to 64 characters
   * of {@code a-z 0-9}; empty where nobody will ask.
   */
  default Optional<String> writeId() {
    return Optional.empty();
  }

  /** A context without a deadline. */
  static CallContext unbounded() {
    return Unbounded.UNBOUNDED;
  }
}
