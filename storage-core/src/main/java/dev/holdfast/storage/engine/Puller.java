// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Opens, reads and closes content in a thread of the storage. Runs once. */
final class Puller implements Runnable {

  private final Content content;
  private final HandOver handOver;
  private final Waits waits;
  private final RunningThread running = new RunningThread();
  private volatile @Nullable InputStream source;

  Puller(Content content, HandOver handOver, Waits waits) {
    this.content = content;
    this.handOver = handOver;
    this.waits = waits;
  }

  @Override
  public void run() {
    if (!running.enter()) {
      return;
    }
    try (InputStream opened = content.open()) {
      source = opened;
      pull(opened);
    } catch (Throwable e) {
      handOver.finish(e);
    } finally {
      running.exit();
      handOver.finish(null);
    }
  }

  /** Interrupts the thread. */
  void stop() {
    boolean ignored = running.stop();
  }

  /** Closes the source beside a read that may never return. */
  void closeSource() {
    InputStream opened = source;
    if (opened == null) {
      return;
    }
    try {
      opened.close();
    } catch (IOException | RuntimeException ignored) { // the call has ended
    }
  }

  /** Waits for the reader without a deadline of its own: who reads stops it at the latest then. */
  private void pull(InputStream opened) throws IOException, InterruptedException {
    while (waits.await(handOver.canFill(), Deadline.never())) {
      byte @Nullable [] block = handOver.spare();
      int read = block == null ? -1 : opened.read(block);
      if (block == null || read < 0) {
        return;
      }
      handOver.fill(block, read);
    }
  }
}
