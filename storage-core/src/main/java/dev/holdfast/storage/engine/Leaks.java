// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds downloads and sessions that were dropped without being closed. Thread-safe.
 *
 * <p>Looked at with every call, so there is no thread for it: a leak is found by the first call
 * after the garbage collector has found it, and a storage that is not called needs nothing back.
 */
final class Leaks {

  /** Told of each leak, with the call site if it is known. */
  @FunctionalInterface
  interface Log {

    /** A leak was found. */
    void warn(String message, @Nullable Throwable callSite);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Leaks.class);

  private final String storage;
  private final boolean traces;
  private final Log log;
  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

  /**
   * Nothing is watched yet.
   *
   * @param traces whether each leak knows where it was opened, which costs a stack trace each time
   */
  Leaks(String storage, boolean traces, Log log) {
    this.storage = storage;
    this.traces = traces;
    this.log = log;
  }

  /** Leaks that go to the log of this class. */
  static Leaks logged(String storage, boolean traces) {
    return new Leaks(storage, traces, (message, callSite) -> LOG.warn(message, callSite));
  }

  /**
   * Watches what a caller holds.
   *
   * @param handle the caller holds it, and nothing of the storage refers to it
   * @return kept as long as the call is open, and no longer
   */
  Leak watch(Object handle, InFlight call) {
    return new Leak(handle, call, traces ? new Throwable("it was opened here") : null);
  }

  /** The next call whose caller dropped what it holds, or null. Never waits. */
  @Nullable InFlight next() {
    Leak leak = (Leak) dropped.poll();
    while (leak != null && !leak.call.held()) {
      leak = (Leak) dropped.poll();
    }
    if (leak == null) {
      return null;
    }
    log.warn(
        "A download or session of storage '%s' was dropped without being closed; it is closed now. %s"
            .formatted(
                storage,
                traces ? "It was opened here:" : "leakTraces(true) shows where they are opened."),
        leak.callSite);
    return leak.call;
  }

  /** Queued when the garbage collector has found that nobody holds the handle. */
  final class Leak extends PhantomReference<Object> {

    private final InFlight call;
    private final @Nullable Throwable callSite;

    private Leak(Object handle, InFlight call, @Nullable Throwable callSite) {
      super(handle, dropped);
      this.call = call;
      this.callSite = callSite;
    }
  }
}
