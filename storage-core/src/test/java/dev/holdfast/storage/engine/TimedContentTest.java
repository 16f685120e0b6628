// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.testkit.storage.StorageExceptionAssert;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads with a timeout end in time, whatever the caller's stream does. */
class TimedContentTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final UploadOptions MINUTE =
      UploadOptions.builder().timeout(Duration.ofMinutes(1)).build();

  private final ManualTicker ticker = new ManualTicker();
  private final Scheduler scheduler = Scheduler.system("timed-content-test", 1);
  private final Environment environment = ticker.environment(Environment.systemClock(), scheduler);
  private final BentDriver driver = new BentDriver();
  private final FileStorage storage =
      Pipeline.around(driver).name("timed").environment(environment).build();
  private final CountDownLatch let = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  @AfterEach
  void close() {
    let.countDown();
    storage.close();
    scheduler.close();
    Eventually.holds(
        "no thread of the storage is left",
        () -> Eventually.threads("holdfast-timed-content").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131_072, 131_073, 1_000_000})
  void F46_F48_upload_withTimeout_storesExactlyTheContent(int size) {
    byte[] bytes = Bytes.of(size);
    List<Content> contents =
        List.of(
            Content.ofBytes(bytes),
            Content.ofSupplier(() -> new ByteArrayInputStream(bytes), size),
            Content.ofStream(new ByteArrayInputStream(bytes)),
            Content.ofStream(new ByteArrayInputStream(bytes), size),
            Content.ofStream(Bytes.interrupted(bytes, size / 3, () -> {})));
    for (Content content : contents) {
      assertThat(storage.upload(KEY, content, MINUTE).info().sizeBytes()).isEqualTo(size);
      assertThat(storage.download(KEY).readAllBytes(size)).isEqualTo(bytes);
    }
  }

  @Test
  @Timeout(30)
  void F48_upload_withParkingWaits_eachSideWakesTheOther() {
    byte[] bytes = Bytes.of(3_000_000);
    UploadOptions day = UploadOptions.builder().timeout(Duration.ofDays(1)).build();
    try (FileStorage parking = Pipeline.around(driver).name("parking").build()) {
      for (int round = 0; round < 5; round++) {
        parking.upload(KEY, Content.ofStream(new ByteArrayInputStream(bytes)), day);
        assertThat(parking.download(KEY).readAllBytes(bytes.length)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void F48_upload_streamBlocksForever_timesOutAndFreesTheCallAtOnce() {
    for (int point : List.of(0, 100_000)) {
      CountDownLatch inside = new CountDownLatch(1);
      InputStream stuck =
          Bytes.interrupted(
              Bytes.of(200_000),
              point,
              () -> {
                inside.countDown();
                Eventually.openDespiteInterrupts(let);
              });
      CompletableFuture<StorageException> call = upload(Content.ofStream(stuck));
      Eventually.open(inside);
      assertThat(call).isNotDone();
      ticker.advance(Duration.ofSeconds(59));
      assertThat(call).isNotDone();
      ticker.advance(Duration.ofSeconds(1));
      StorageExceptionAssert.assertThat(Eventually.value(call)).isNotApplied(Kind.TIMEOUT);
      assertThat(storage.exists(KEY)).isFalse();
    }
  }

  @Test
  void F48_uploadsThatFillThePool_timeOutAndFreeTheirPlaces() {
    WorkerThreads pool =
        WorkerThreads.pooled(
            WorkerThreads.daemons("holdfast-timed-calls-"),
            WorkerThreads.daemons("holdfast-timed-content-"));
    FileStorage pooled =
        Pipeline.around(driver).environment(environment).executor(pool.calls()).build();
    CountDownLatch inside = new CountDownLatch(WorkerThreads.MOST_CALLS);
    Bytes.Step stuck =
        () -> {
          inside.countDown();
          Eventually.openDespiteInterrupts(let);
        };
    Content content = Content.ofSupplier(() -> Bytes.interrupted(new byte[1], 0, stuck));
    List<CompletableFuture<?>> uploads = new ArrayList<>();
    for (int call = 0; call < WorkerThreads.MOST_CALLS; call++) {
      StorageKey key = KEY.child("" + call);
      uploads.add(pooled.async().upload(key, content, MINUTE));
    }
    Eventually.open(inside);
    CompletableFuture<?> next = pooled.async().stat(KEY);
    assertThat(next).isNotDone();
    ticker.advance(Duration.ofMinutes(1));
    for (CompletableFuture<?> upload : uploads) {
      StorageExceptionAssert.assertThat((StorageException) Eventually.failure(upload))
          .isNotApplied(Kind.TIMEOUT);
    }
    Eventually.value(next);
    let.countDown();
    pooled.close();
    pool.end().run();
  }

  @Test
  void F48_upload_openBlocksForever_timesOut() {
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<StorageException> call =
        upload(
            Content.ofSupplier(
                () -> {
                  inside.countDown();
                  Eventually.openDespiteInterrupts(let);
                  return Bytes.closing(new ByteArrayInputStream(new byte[1]), closed::countDown);
                }));
    Eventually.open(inside);
    ticker.advance(Duration.ofMinutes(2));
    StorageExceptionAssert.assertThat(Eventually.value(call)).isNotApplied(Kind.TIMEOUT);
    let.countDown();
    Eventually.open(closed);
  }

  @Test
  void F48_upload_timesOut_interruptsTheReaderAndClosesTheStream() {
    AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    InputStream stuck =
        Bytes.closing(
            Bytes.interrupted(
                new byte[10],
                5,
                () -> {
                  reader.set(Thread.currentThread());
                  inside.countDown();
                  try {
                    let.await();
                  } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw new InterruptedIOException();
                  }
                }),
            () -> {
              closed.countDown();
              throw new IOException("close");
            });
    CompletableFuture<StorageException> call = upload(Content.ofStream(stuck));
    Eventually.open(inside);
    ticker.advance(Duration.ofMinutes(2));
    StorageExceptionAssert.assertThat(Eventually.value(call)).isNotApplied(Kind.TIMEOUT);
    Eventually.open(closed);
    Eventually.holds("the reader was interrupted", () -> interrupted.get() == 1);
    assertThat(reader.get()).isNotNull().isNotSameAs(Thread.currentThread());
  }

  @Test
  void F48_upload_closeFreesAReaderThatIsDeafToInterrupts() {
    CountDownLatch inside = new CountDownLatch(1);
    InputStream stuck =
        Bytes.closing(
            Bytes.interrupted(
                new byte[10],
                5,
                () -> {
                  inside.countDown();
                  Eventually.openDespiteInterrupts(closed);
                }),
            closed::countDown);
    CompletableFuture<StorageException> call = upload(Content.ofStream(stuck));
    Eventually.open(inside);
    ticker.advance(Duration.ofMinutes(2));
    StorageExceptionAssert.assertThat(Eventually.value(call)).isNotApplied(Kind.TIMEOUT);
    Eventually.open(closed);
  }

  @Test
  void upload_callerIsInterruptedWhileItWaits_isCancelledAndFlagStaysSet() {
    CountDownLatch inside = new CountDownLatch(1);
    InputStream stuck =
        Bytes.interrupted(
            new byte[10],
            5,
            () -> {
              inside.countDown();
              Eventually.openDespiteInterrupts(let);
            });
    CompletableFuture<StorageException> call = new CompletableFuture<>();
    AtomicInteger flags = new AtomicInteger();
    Thread caller =
        new Thread(
            () -> {
              call.complete(failure(Content.ofStream(stuck)));
              flags.set(Thread.currentThread().isInterrupted() ? 1 : -1);
            });
    caller.start();
    Eventually.open(inside);
    caller.interrupt();
    StorageExceptionAssert.assertThat(Eventually.value(call)).isNotApplied(Kind.CANCELLED);
    Eventually.holds("the flag was looked at", () -> flags.get() != 0);
    assertThat(flags).hasValue(1);
  }

  @Test
  void F47_upload_withTimeout_failuresOfTheSourceAreTold() {
    List<Exception> failures =
        List.of(
            new IOException("source"),
            new IllegalStateException("source"),
            StorageException.builder(Kind.TIMEOUT).build());
    for (Exception thrown : failures) {
      for (int point : List.of(0, 70_000)) {
        assertThatStorageFailure(
                () ->
                    storage.upload(
                        KEY,
                        Content.ofStream(
                            Bytes.interrupted(Bytes.of(100_000), point, Bytes.fails(() -> thrown))),
                        MINUTE))
            .isNotApplied(Kind.CONTENT_FAILED)
            .hasCause(thrown);
      }
    }
    LinkageError error = new LinkageError("source");
    assertThatThrownBy(
            () ->
                storage.upload(
                    KEY,
                    Content.ofSupplier(
                        () -> {
                          throw error;
                        }),
                    MINUTE))
        .isSameAs(error);
    assertThatStorageFailure(
            () ->
                storage.upload(
                    KEY,
                    Content.ofSupplier(() -> sneaky(new Exception("checked elsewhere"))),
                    MINUTE))
        .isNotApplied(Kind.CONTENT_FAILED)
        .hasRootCauseMessage("checked elsewhere");
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void upload_driverGivesUp_stopsThePull() {
    StorageException full = StorageException.builder(Kind.STORAGE_FULL).build();
    driver.put =
        (key, content, options, call) -> {
          assertThat(content.open().readNBytes(10)).hasSize(10);
          throw full;
        };
    InputStream large =
        Bytes.closing(new ByteArrayInputStream(new byte[1_000_000]), closed::countDown);
    assertThatThrownBy(() -> storage.upload(KEY, Content.ofStream(large), MINUTE)).isSameAs(full);
    Eventually.open(closed);
  }

  @Test
  void upload_ofBytesOrFileOrWithoutTimeout_isReadByTheCaller(@TempDir Path directory)
      throws IOException {
    AtomicReference<@Nullable Thread> reader = new AtomicReference<>();
    storage.upload(
        KEY,
        Content.ofSupplier(
            () -> {
              reader.set(Thread.currentThread());
              return InputStream.nullInputStream();
            }));
    assertThat(reader.get()).isSameAs(Thread.currentThread());
    Content file = Content.ofFile(Files.write(directory.resolve("file"), new byte[10]));
    AtomicInteger handed = new AtomicInteger();
    EngineParts parts = parts(work -> handed.incrementAndGet());
    for (Content content : List.of(file, Content.ofBytes(new byte[10]))) {
      InFlight call = parts.calls().begin(Duration.ofMinutes(1));
      assertThat(TimedContent.of(content, KEY, call, parts)).isSameAs(content);
      assertThat(new Uploads(parts).put(KEY, content, MINUTE, call).info().sizeBytes())
          .isEqualTo(10);
      call.exit();
      call.end();
    }
    assertThat(handed).as("what was handed to other threads").hasValue(0);
  }

  @Test
  void upload_noThreadIsFree_isOverloaded() {
    EngineParts parts =
        parts(
            work -> {
              throw new RejectedExecutionException("full");
            });
    InFlight call = parts.calls().begin(Duration.ofMinutes(1));
    Content content = Content.ofStream(InputStream.nullInputStream());
    assertThatStorageFailure(() -> new Uploads(parts).put(KEY, content, MINUTE, call))
        .isNotApplied(Kind.OVERLOADED)
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void stop_noThreadIsFreeToCloseTheStream_leavesThatToThePuller() {
    AtomicInteger handed = new AtomicInteger();
    EngineParts parts =
        parts(
            work -> {
              if (handed.incrementAndGet() > 1) {
                throw new RejectedExecutionException("full");
              }
              new Thread(work, "holdfast-timed-content-x").start();
            });
    InFlight call = parts.calls().begin(Duration.ofMinutes(1));
    StorageException full = StorageException.builder(Kind.STORAGE_FULL).build();
    driver.put =
        (key, content, options, context) -> {
          assertThat(content.open().read()).isZero();
          throw full;
        };
    InputStream large =
        Bytes.closing(new ByteArrayInputStream(new byte[1_000_000]), closed::countDown);
    assertThatThrownBy(() -> new Uploads(parts).put(KEY, Content.ofStream(large), MINUTE, call))
        .isSameAs(full);
    Eventually.open(closed);
    assertThat(handed).hasValue(2);
  }

  @Test
  void puller_stoppedBeforeItBegan_neverOpensTheContent() {
    AtomicInteger opened = new AtomicInteger();
    Puller puller =
        new Puller(
            Content.ofSupplier(
                () -> {
                  opened.incrementAndGet();
                  return InputStream.nullInputStream();
                }),
            new HandOver(OptionalLong.empty()),
            ticker);
    puller.closeSource();
    puller.stop();
    puller.run();
    assertThat(opened).hasValue(0);
  }

  @Test
  void timedContent_tellsWhatTheContentTells() {
    EngineParts parts = parts(Runnable::run);
    InFlight call = parts.calls().begin(Duration.ofMinutes(1));
    Content bytes = Content.ofSupplier(() -> InputStream.nullInputStream(), 7);
    Content timed = TimedContent.of(bytes, KEY, call, parts);
    assertThat(timed).isNotSameAs(bytes);
    assertThat(timed.length()).hasValue(7);
    assertThat(timed.replayable()).isTrue();
    assertThat(timed.checksum()).isEmpty();
  }

  @Test
  void read_ofSingleBytes_givesThemInOrder() throws IOException {
    WorkerThreads threads = WorkerThreads.of("single");
    EngineParts parts = parts(threads.content());
    InFlight call = parts.calls().begin(Duration.ofMinutes(1));
    byte[] bytes = {1, 2, (byte) 255};
    Content content = Content.ofSupplier(() -> new ByteArrayInputStream(bytes));
    try (InputStream stream = TimedContent.of(content, KEY, call, parts).open()) {
      assertThat(stream.read()).isEqualTo(1);
      assertThat(stream.read()).isEqualTo(2);
      assertThat(stream.read()).isEqualTo(255);
      assertThat(stream.read()).isEqualTo(-1);
    }
    threads.end().run();
  }

  private EngineParts parts(Executor content) {
    Failures failures = new Failures("timed");
    return new EngineParts(
        "timed",
        driver,
        environment,
        new OpenCalls(environment, failures, content, Leaks.logged("timed", false)),
        new Reports("timed", null),
        failures,
        new WorkerThreads(Runnable::run, content, () -> {}));
  }

  private CompletableFuture<StorageException> upload(Content content) {
    CompletableFuture<StorageException> failure = new CompletableFuture<>();
    new Thread(() -> failure.complete(failure(content))).start();
    return failure;
  }

  private StorageException failure(Content content) {
    try {
      storage.upload(KEY, content, MINUTE);
      throw new AssertionError("the upload succeeded");
    } catch (StorageException e) {
      return e;
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> InputStream sneaky(Exception e) throws E {
    throw (E) e;
  }
}
