// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Signal;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A driver whose reads take the time and the end that a test has written down, one by one. */
final class ScriptedReads extends ForwardingDriver {

  /**
   * How one request goes.
   *
   * @param takes how long
   * @param failure how it ends, or null for success
   * @param deaf whether an interrupt changes nothing
   */
  record Script(Duration takes, @Nullable Throwable failure, boolean deaf) {

    static Script answers(int millis) {
      return new Script(Duration.ofMillis(millis), null, false);
    }

    static Script answersDeaf(int millis) {
      return new Script(Duration.ofMillis(millis), null, true);
    }

    static Script fails(int millis, Throwable failure) {
      return new Script(Duration.ofMillis(millis), failure, false);
    }

    static Script fails(int millis, Kind kind) {
      return fails(millis, StorageException.builder(kind).build());
    }
  }

  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger interrupted = new AtomicInteger();
  final AtomicInteger ended = new AtomicInteger();
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  boolean brokenClose;
  private final List<Script> scripts = new ArrayList<>();
  private final Environment environment;

  ScriptedReads(Environment environment) {
    super(MemoryDriver.create());
    this.environment = environment;
    Requests.PUT.quietly(below());
  }

  ScriptedReads then(Script script) {
    scripts.add(script);
    return this;
  }

  int sent() {
    return threads.size();
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    play(call);
    DriverDownload download = super.get(key, options, CallContext.unbounded());
    opened.incrementAndGet();
    FilterInputStream body =
        new FilterInputStream(download.body()) {
          @Override
          public void close() throws IOException {
            closed.incrementAndGet();
            super.close();
            if (brokenClose) {
              throw new IOException("reset");
            }
          }
        };
    return new DriverDownload(download.info(), download.range(), body);
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    play(call);
    return super.stat(key, call);
  }

  private void play(CallContext call) {
    Script script = scripts.get(Math.min(threads.size(), scripts.size() - 1));
    threads.add(Thread.currentThread());
    try {
      pause(script);
      if (script.failure != null) {
        if (script.failure instanceof StorageException e && e.kind() == Kind.OVERLOADED) {
          Attempt.refuse(call);
        }
        HookedDriver.fails(script.failure).accept(call);
      }
    } finally {
      ended.incrementAndGet();
    }
  }

  private void pause(Script script) {
    Deadline end = Deadline.after(script.takes, environment.ticker());
    while (!end.expired()) {
      try {
        boolean ignored = environment.waits().await(Signal.never(), end);
      } catch (InterruptedException e) {
        interrupted.incrementAndGet();
        if (!script.deaf) {
          Thread.currentThread().interrupt();
          throw StorageException.builder(Kind.CANCELLED).build();
        }
      }
    }
  }
}
