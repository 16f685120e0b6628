// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

import java.util.UUID;

/** Seeded violation: an id that no seed decides. */
final class RandomId {

  private RandomId() {}

  static String next() {
    return UUID.randomUUID().toString();
  }
}
