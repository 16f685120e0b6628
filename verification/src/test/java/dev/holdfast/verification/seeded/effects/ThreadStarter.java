// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

/** Seeded violation: a thread of one's own. */
final class ThreadStarter {

  private ThreadStarter() {}

  static void start(Runnable work) {
    new Thread(work).start();
  }
}
