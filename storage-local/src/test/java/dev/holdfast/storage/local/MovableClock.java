// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock that a test moves. */
final class MovableClock implements InstantSource {

  private Instant now = LocalStores.NOW;

  void move(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
