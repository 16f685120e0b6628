// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All requests, the oldest dropped beyond a limit. */
final class RequestLog {
  /** A request as it goes. Its values are guarded by the log. */
  static final class Entry {
    private final long number;
    private final long connection;
    private final S3Request request;
    private long bodyBytes;
    private long sentBytes;
    private int status;
    private String errorCode = "";
    private boolean performed;
    private String fault = "";
    private boolean ended;

    private Entry(long number, long connection, S3Request request) {
      this.number = number;
      this.connection = connection;
      this.request = request;
    }

    long number() {
      return number;
    }

    void received(long bytes) {
      bodyBytes = bytes;
    }

    void sent(long bytes) {
      sentBytes = bytes;
    }

    void answered(HttpAnswer answer) {
      status = answer.status();
      errorCode = answer.errorCode();
    }

    void performed(HttpAnswer answer) {
      performed = answer.status() < 400;
    }

    void fault(S3Fault newFault) {
      fault = newFault.toString();
    }

    void end() {
      ended = true;
    }

    private RecordedRequest snapshot() {
      return new RecordedRequest(
          number,
          connection,
          request.operation(),
          request.head().method(),
          request.bucket(),
          request.key(),
          request.query(),
          request.head().headers().joined(),
          request.head().raw(),
          bodyBytes,
          sentBytes,
          status,
          errorCode,
          performed,
          fault,
          ended);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final int most;
  private final Events events;
  private long count;

  /**
   * An empty log.
   *
   * @param most how many requests are remembered
   * @param events is told of every change
   */
  RequestLog(int most, Events events) {
    this.most = most;
    this.events = events;
  }

  Entry begin(long connection, S3Request request) {
    return update(
        () -> {
          Entry entry = new Entry(++count, connection, request);
          entries.add(entry);
          if (entries.size() > most) {
            entries.remove();
          }
          return entry;
        });
  }

  /** Changes an entry. */
  void update(Runnable change) {
    boolean ignored =
        update(
            () -> {
              change.run();
              return true;
            });
  }

  RecordedRequest snapshot(Entry entry) {
    lock.lock();
    try {
      return entry.snapshot();
    } finally {
      lock.unlock();
    }
  }

  List<RecordedRequest> all() {
    lock.lock();
    try {
      return entries.stream().map(Entry::snapshot).toList();
    } finally {
      lock.unlock();
    }
  }

  /** How many requests have come since the start. */
  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    update(entries::clear);
  }

  private <T> T update(Supplier<T> change) {
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
      events.changed();
    }
  }
}
