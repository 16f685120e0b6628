// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** One part on its way; tells its upload how it ended. Thread-safe. */
final class PartTask implements Runnable {

  private final Multipart upload;
  private final Work work;
  private final int number;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread runner;

  PartTask(Multipart upload, int number, Work work) {
    this.upload = upload;
    this.number = number;
    this.work = work;
  }

  @Override
  public void run() {
    enter(Thread.currentThread());
    CompletedPart part = null;
    Throwable failure = null;
    try {
      part = upload.repeats().make(upload.call(), upload::stopped, () -> work.send(number));
    } catch (Throwable e) { // whoever waits for the upload is told
      failure = e;
    } finally {
      enter(null);
      work.release();
      upload.ended(this, part, failure);
    }
  }

  /** Ends a task that never ran. */
  void drop() {
    work.release();
    upload.ended(this, null, upload.closed());
  }

  /** Interrupts the task if it runs. */
  void interrupt() {
    lock.lock();
    try {
      if (runner != null) {
        runner.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void enter(@Nullable Thread thread) {
    lock.lock();
    try {
      runner = thread;
      boolean ignored = thread == null && Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** What is sent for a part. */
  interface Work {

    /** Sends the part once. */
    CompletedPart send(int number);

    /** Frees what the part holds. Idempotent. */
    void release();
  }
}
