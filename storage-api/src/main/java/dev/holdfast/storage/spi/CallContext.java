// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.spi;

import java.time.Duration;

/**
 * What a driver knows of the call it serves. Thread-safe.
 *
 * <p>Made by the library; methods may be added.
 */
public interface CallContext {

  /** Time left, zero when it is used up; about 146 years where there is no deadline. */
  Duration remaining();

  /** A context without a deadline. */
  static CallContext unbounded() {
    return Unbounded.UNBOUNDED;
  }
}
