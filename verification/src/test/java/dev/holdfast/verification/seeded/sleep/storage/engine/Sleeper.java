// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.sleep.storage.engine;

/** Seeded violation: storage-core code that sleeps. */
final class Sleeper {

  private Sleeper() {}

  static void pause() throws InterruptedException {
    Thread.sleep(1);
  }
}
