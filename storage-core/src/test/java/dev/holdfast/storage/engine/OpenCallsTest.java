// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.DriverUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Corners of closing: interrupts, calls that do not react, races of abort and release. */
class OpenCallsTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final ClosingStore store = new ClosingStore();
  private final FileStorage storage = store.storage;
  private final BentDriver driver = store.driver;

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void release_noThreadIsFree_isDoneByTheCloser() {
    Failures failures = new Failures("x");
    OpenCalls calls =
        new OpenCalls(
            store.environment,
            failures,
            work -> {
              throw new RejectedExecutionException("full");
            },
            Leaks.logged("x", false));
    InFlight call = calls.begin(null);
    AtomicInteger freed = new AtomicInteger();
    call.stayOpen();
    call.heldBy(
        () -> {
          freed.incrementAndGet();
          call.end();
        });
    calls.close(Duration.ZERO, freed::incrementAndGet);
    assertThat(freed).hasValue(2);
  }

  @Test
  void inFlight_abortedWhileItOpens_isFreedByTheOpener() {
    OpenCalls calls =
        new OpenCalls(
            new Environment(
                Environment.systemClock(),
                Ticker.system(),
                Waits.parking(),
                store.environment.scheduler(),
                new Random(1)),
            new Failures("x"),
            Runnable::run,
            Leaks.logged("x", false));
    InFlight call = calls.begin(null);
    AtomicInteger freed = new AtomicInteger();
    Thread closer = new Thread(() -> calls.close(Duration.ZERO, freed::incrementAndGet));
    closer.start();
    Eventually.holds("the call is aborted", call::aborted);
    assertThat(call.enter()).isFalse();
    call.stayOpen();
    call.heldBy(
        () -> {
          freed.incrementAndGet();
          call.end();
        });
    Eventually.holds("both are freed", () -> freed.get() == 2);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void read_afterAbortThatFreedNothingYet_isCancelled() {
    List<Runnable> releases = new CopyOnWriteArrayList<>();
    EngineParts parts = parts(releases::add);
    OpenCalls calls = parts.calls();
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    Download download =
        new Downloads(parts).open(KEY, DownloadOptions.defaults(), calls.begin(null));
    Thread closer = closer(calls);
    Eventually.holds("close has aborted", () -> releases.size() == 1);
    assertThatStorageFailure(() -> download.readAllBytes(10)).isNotApplied(Kind.CANCELLED);
    releases.get(0).run();
    Eventually.holds("close ends", () -> !closer.isAlive());
  }

  @Test
  void write_afterAbortThatFoundItsThreadInside_freesTheSession() {
    List<Runnable> releases = new CopyOnWriteArrayList<>();
    AtomicInteger freed = new AtomicInteger();
    EngineParts parts = parts(releases::add);
    OpenCalls calls = parts.calls();
    InFlight call = calls.begin(null);
    DriverUpload upload = driver.memory.begin(KEY, UploadOptions.defaults(), call);
    DriverUpload counted = new ForwardingUpload(upload, freed);
    EngineUploadSession session =
        new EngineUploadSession(parts, new Uploads(parts), KEY, counted, call, null);
    call.stayOpen();
    call.heldBy(session::release);
    assertThat(call.enter()).isTrue();
    Thread closer = closer(calls);
    Eventually.holds("close has aborted", () -> releases.size() == 1);
    releases.get(0).run();
    assertThat(freed).as("freed while its thread was inside").hasValue(0);
    call.exit();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThatThrownBy(() -> new SessionStream(session).write(new byte[100_000]))
        .hasMessageContaining("the storage was closed");
    assertThat(freed).hasValue(1);
    Eventually.holds("close ends", () -> !closer.isAlive());
  }

  @Test
  void deadline_ofCallWithoutTimeout_neverComes() {
    OpenCalls calls =
        new OpenCalls(
            store.environment, new Failures("x"), Runnable::run, Leaks.logged("x", false));
    InFlight call = calls.begin(null);
    assertThat(call.deadline()).isSameAs(Deadline.never());
    assertThat(call.remaining()).isGreaterThan(Duration.ofDays(36_500));
    InFlight timed = calls.begin(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(timed.remaining()).isGreaterThan(Duration.ofDays(36_500));
  }

  @Test
  @Timeout(30)
  void F49_close_lastCallEnds_isWokenByIt() {
    CountDownLatch inside = new CountDownLatch(1);
    BentDriver slow = new BentDriver();
    slow.before =
        () -> {
          inside.countDown();
          Eventually.open(store.let);
        };
    FileStorage patient = Pipeline.around(slow).closeGrace(Duration.ofDays(1)).build();
    Thread caller = new Thread(() -> assertThat(patient.exists(KEY)).isFalse());
    caller.start();
    Eventually.open(inside);
    Thread closer = new Thread(patient::close);
    closer.start();
    Eventually.holds("close waits", () -> closer.getState() == Thread.State.TIMED_WAITING);
    assertThat(slow.closed).hasValue(0);
    store.let.countDown();
    Eventually.holds("close ends", () -> !closer.isAlive());
    assertThat(slow.closed).hasValue(1);
  }

  @Test
  void F49_close_interrupted_abortsAtOnceAndKeepsTheFlag() {
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    Download download = storage.download(KEY);
    Thread.currentThread().interrupt();
    storage.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(driver.closed).hasValue(1);
    assertThatThrownBy(() -> download.stream().read()).isInstanceOf(IOException.class);
  }

  @Test
  void F49_close_fromInsideACall_ends() {
    FileStorage impatient =
        Pipeline.around(driver).environment(store.environment).closeGrace(Duration.ZERO).build();
    UploadOptions options =
        UploadOptions.builder().listener((done, total) -> impatient.close()).build();
    assertThatStorageFailure(() -> impatient.upload(KEY, Content.ofBytes(new byte[10]), options))
        .isNotApplied(Kind.CANCELLED);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(driver.closed).hasValue(1);
  }

  @Test
  void F49_close_driverFails_stillFreesTheRest() {
    IllegalStateException bug = new IllegalStateException("bug");
    BentDriver broken = new BentDriver();
    broken.closing =
        () -> {
          throw bug;
        };
    FileStorage owning = Pipeline.around(broken).name("broken").build();
    assertThatThrownBy(owning::close).isSameAs(bug);
    owning.close();
    assertThat(broken.closed).hasValue(1);
  }

  @Test
  void F49_close_callDoesNotReact_closesTheDriverUnderIt() {
    CountDownLatch inside = new CountDownLatch(1);
    driver.before =
        () -> {
          inside.countDown();
          Eventually.openDespiteInterrupts(store.let);
        };
    CompletableFuture<Boolean> call =
        CompletableFuture.supplyAsync(() -> storage.exists(KEY), work -> new Thread(work).start());
    Eventually.open(inside);
    CompletableFuture<Void> closing = store.closing(0);
    store.graceEnds();
    Eventually.holds(
        "close ends when time goes on",
        () -> {
          store.ticker.advance(Duration.ofMillis(100));
          return closing.isDone();
        });
    assertThat(driver.closed).hasValue(1);
    store.let.countDown();
    assertThatStorageFailure(
            () -> {
              throw Eventually.failure(call);
            })
        .isNotApplied(Kind.CANCELLED);
  }

  private EngineParts parts(Executor releasing) {
    Environment environment = store.environment;
    Failures failures = new Failures("x");
    return new EngineParts(
        "x",
        driver,
        environment,
        new OpenCalls(environment, failures, releasing, Leaks.logged("x", false)),
        new Reports("x", null),
        failures,
        new WorkerThreads(Runnable::run, Runnable::run, () -> {}));
  }

  private static Thread closer(OpenCalls calls) {
    Thread closer = new Thread(() -> calls.close(Duration.ZERO, () -> {}));
    closer.start();
    return closer;
  }
}
