// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.seeded.effects;

import java.util.concurrent.LinkedBlockingQueue;

/** Seeded violation: a wait on a queue, through a subtype of what the rule names. */
final class Waiter {

  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();

  String next() throws InterruptedException {
    return queue.take();
  }
}
