// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.storage.StorageExceptionAssert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls as futures: the same results, bounded, and stopped by cancel. */
class AsyncTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final FileStorage storage =
      Pipeline.around(driver).name("async").observer(recorder).build();
  private final WorkerThreads pooled =
      WorkerThreads.pooled(
          WorkerThreads.daemons("holdfast-pooled-async-"),
          WorkerThreads.daemons("holdfast-pooled-content-"));
  private final FileStorage onPool =
      Pipeline.around(driver).name("pooled").observer(recorder).executor(pooled.calls()).build();
  private final CountDownLatch let = new CountDownLatch(1);

  @AfterEach
  void close() {
    let.countDown();
    storage.close();
    onPool.close();
    pooled.end().run();
    Eventually.holds(
        "no thread is left",
        () ->
            Eventually.threads("holdfast-async").isEmpty()
                && Eventually.threads("holdfast-pooled").isEmpty());
  }

  @Test
  void calls_ofEveryKind_giveWhatTheBlockingOnesGive(@TempDir Path directory) {
    AsyncFileStorage async = storage.async();
    assertThat(async).isSameAs(storage.async());
    byte[] bytes = Bytes.of(1000);
    assertThat(
            Eventually.value(async.upload(KEY, Content.ofBytes(bytes), UploadOptions.defaults()))
                .info()
                .sizeBytes())
        .isEqualTo(1000);
    assertThat(Eventually.value(async.stat(KEY))).isPresent();
    try (Download download = Eventually.value(async.download(KEY, DownloadOptions.defaults()))) {
      assertThat(download.readAllBytes(1000)).isEqualTo(bytes);
    }
    Path target = directory.resolve("target");
    assertThat(
            Eventually.value(async.downloadTo(KEY, target, DownloadOptions.defaults())).sizeBytes())
        .isEqualTo(1000);
    StorageKey copy = StorageKey.of("copy");
    assertThat(Eventually.value(async.copy(KEY, copy, CopyOptions.defaults())).key())
        .isEqualTo(copy);
    StorageKey stored =
        Eventually.value(async.store(Content.ofBytes(bytes), "name.txt", "text/plain"));
    assertThat(stored.name()).isEqualTo("name.txt");
    assertThat(Eventually.value(async.delete(KEY, DeleteOptions.defaults())).key()).isEqualTo(KEY);
    assertThat(Eventually.value(async.deleteAll(List.of(copy, stored))).succeeded())
        .containsExactly(copy, stored);
    assertThat(Eventually.failure(async.download(KEY, DownloadOptions.defaults())))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void calls_inShortForm_passTheDefaults(@TempDir Path directory) {
    AsyncFileStorage async = storage.async();
    StorageKey copy = StorageKey.of("copy");
    assertThat(Eventually.value(async.upload(KEY, Content.ofBytes(new byte[3]))).key())
        .isEqualTo(KEY);
    assertThat(Eventually.value(async.copy(KEY, copy)).key()).isEqualTo(copy);
    try (Download download = Eventually.value(async.download(copy))) {
      assertThat(download.readAllBytes(3)).hasSize(3);
    }
    Path target = directory.resolve("target");
    assertThat(Eventually.value(async.downloadTo(copy, target)).key()).isEqualTo(copy);
    assertThat(target).hasBinaryContent(new byte[3]);
    assertThat(Eventually.value(async.delete(copy)).key()).isEqualTo(copy);
    assertThat(Eventually.value(async.stat(copy))).isEmpty();
  }

  @Test
  void call_failsWithAnError_theFutureHasIt() {
    LinkageError error = new LinkageError("driver");
    driver.before =
        () -> {
          throw error;
        };
    assertThat(Eventually.failure(storage.async().stat(KEY))).isSameAs(error);
  }

  @Test
  void F29_cancel_interruptsTheCallAndItsOutcomeIsRecordedOnce() {
    for (FileStorage each : List.of(storage, onPool)) {
      recorder.lines.clear();
      CountDownLatch inside = new CountDownLatch(1);
      AtomicReference<@Nullable Boolean> flag = new AtomicReference<>();
      driver.before =
          () -> {
            inside.countDown();
            cancellable();
          };
      CompletableFuture<?> future =
          each.async().upload(KEY, Content.ofBytes(new byte[1]), UploadOptions.defaults());
      Eventually.open(inside);
      assertThat(future.cancel(true)).isTrue();
      assertThat(future.cancel(true)).isTrue();
      assertThat(Eventually.failureOf(future)).isInstanceOf(CancellationException.class);
      Eventually.holds("the call has ended", () -> recorder.lines.size() == 2);
      assertThat(recorder.lines.get(1)).endsWith("upload CANCELLED NOT_APPLIED");
      driver.before = () -> flag.set(Thread.currentThread().isInterrupted());
      assertThat(Eventually.value(each.async().stat(KEY))).isEmpty();
      assertThat(flag.get()).as("interrupt flag in the next call").isFalse();
    }
  }

  @Test
  void F29_cancel_ofWaitingCall_freesItsPlaceAndItNeverBegins() {
    driver.before = () -> Eventually.open(let);
    List<CompletableFuture<?>> running = new ArrayList<>();
    for (int call = 0; call < WorkerThreads.MOST_CALLS; call++) {
      running.add(onPool.async().stat(KEY));
    }
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    for (int call = 0; call < WorkerThreads.MOST_WAITING_CALLS; call++) {
      waiting.add(
          onPool.async().upload(KEY, Content.ofBytes(new byte[1]), UploadOptions.defaults()));
    }
    waiting.forEach(future -> assertThat(future.cancel(true)).isTrue());
    assertThat(((ThreadPoolExecutor) pooled.calls()).getQueue()).isEmpty();
    let.countDown();
    running.forEach(Eventually::value);
    assertThat(Eventually.value(onPool.async().stat(KEY))).isEmpty();
    assertThat(recorder.lines).allMatch(line -> line.equals("pooled stat"));
  }

  @Test
  void F29_downloadThatArrivesAfterCancel_isClosed() {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger closed = new AtomicInteger();
    driver.memory.put(
        KEY,
        Content.ofBytes(new byte[10]),
        UploadOptions.defaults(),
        dev.holdfast.storage.spi.CallContext.unbounded());
    driver.download =
        opened -> {
          inside.countDown();
          Eventually.openDespiteInterrupts(let);
          return new DriverDownload(
              opened.info(), opened.range(), Bytes.closing(opened.body(), closed::incrementAndGet));
        };
    CompletableFuture<Download> future = storage.async().download(KEY, DownloadOptions.defaults());
    Eventually.open(inside);
    assertThat(future.cancel(true)).isTrue();
    let.countDown();
    Eventually.holds("the download is closed", () -> closed.get() == 1);
  }

  @Test
  void F29_futureCompletedByItsHolder_stopsTheCall() {
    CountDownLatch inside = new CountDownLatch(1);
    driver.before =
        () -> {
          inside.countDown();
          cancellable();
        };
    CompletableFuture<?> future = storage.async().delete(KEY, DeleteOptions.defaults());
    Eventually.open(inside);
    TimeoutException late = new TimeoutException();
    assertThat(future.completeExceptionally(late)).isTrue();
    assertThat(Eventually.failure(future)).isSameAs(late);
    Eventually.holds("the call has ended", () -> recorder.lines.size() == 1);
    assertThat(recorder.lines).containsExactly("async delete CANCELLED NOT_APPLIED");
  }

  @Test
  void F29_cancel_ofCallThatDoesNotReact_keepsItsPlaceUntilItEnds() {
    CountDownLatch inside = new CountDownLatch(WorkerThreads.MOST_CALLS);
    driver.before =
        () -> {
          inside.countDown();
          Eventually.openDespiteInterrupts(let);
        };
    List<CompletableFuture<?>> deaf = new ArrayList<>();
    for (int call = 0; call < WorkerThreads.MOST_CALLS; call++) {
      deaf.add(onPool.async().stat(KEY));
    }
    Eventually.open(inside);
    driver.before = () -> {};
    deaf.forEach(future -> assertThat(future.cancel(true)).isTrue());
    CompletableFuture<?> next = onPool.async().stat(KEY);
    ThreadPoolExecutor pool = (ThreadPoolExecutor) pooled.calls();
    assertThat(pool.getActiveCount()).isEqualTo(WorkerThreads.MOST_CALLS);
    assertThat(pool.getQueue()).hasSize(1);
    assertThat(next).isNotDone();
    assertThat(recorder.lines).as("calls that have ended").isEmpty();
    let.countDown();
    Eventually.value(next);
    Eventually.holds(
        "each is recorded once", () -> recorder.lines.size() == WorkerThreads.MOST_CALLS + 1);
  }

  @Test
  void calls_moreThanThePoolTakes_areOverloadedAndNotApplied() {
    driver.before = () -> Eventually.open(let);
    int most = WorkerThreads.MOST_CALLS + WorkerThreads.MOST_WAITING_CALLS;
    List<CompletableFuture<?>> admitted = new ArrayList<>();
    for (int call = 0; call < most; call++) {
      admitted.add(onPool.async().stat(KEY));
    }
    CompletableFuture<?> refused =
        onPool.async().upload(KEY, Content.ofBytes(new byte[1]), UploadOptions.defaults());
    assertThat(refused).isCompletedExceptionally();
    Throwable failure = Eventually.failure(refused);
    assertThat(failure).isInstanceOf(StorageException.class);
    StorageExceptionAssert.assertThat((StorageException) failure)
        .isNotApplied(Kind.OVERLOADED)
        .hasOperation(StorageOperation.UPLOAD)
        .hasKey(KEY);
    assertThat(recorder.lines).containsExactly("pooled upload OVERLOADED NOT_APPLIED");
    let.countDown();
    admitted.forEach(Eventually::value);
  }

  @Test
  void F49_close_whileCallsWait_endsThemAll() {
    Pipeline pipeline = Pipeline.around(driver).name("ending").closeGrace(java.time.Duration.ZERO);
    WorkerThreads threads =
        WorkerThreads.pooled(
            WorkerThreads.daemons("holdfast-ending-async-"),
            WorkerThreads.daemons("holdfast-ending-content-"));
    FileStorage ending = pipeline.executor(threads.calls()).build();
    AsyncFileStorage async = ending.async();
    CountDownLatch inside = new CountDownLatch(WorkerThreads.MOST_CALLS);
    driver.before =
        () -> {
          inside.countDown();
          cancellable();
        };
    List<CompletableFuture<?>> futures = new ArrayList<>();
    for (int call = 0; call < 100; call++) {
      futures.add(async.stat(KEY));
    }
    Eventually.open(inside);
    ending.close();
    threads.end().run();
    int cancelled = 0;
    for (CompletableFuture<?> future : futures) {
      Throwable failure = Eventually.failure(future);
      cancelled += failure instanceof StorageException ? 1 : 0;
      assertThat(failure).isInstanceOfAny(StorageException.class, IllegalStateException.class);
    }
    assertThat(cancelled).isEqualTo(WorkerThreads.MOST_CALLS);
    assertThat(Eventually.failure(async.stat(KEY))).isInstanceOf(IllegalStateException.class);
    Eventually.holds("no thread is left", () -> Eventually.threads("holdfast-ending").isEmpty());
  }

  /** Blocks until it is interrupted, as a driver does. */
  private static void cancellable() {
    try {
      assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StorageException.builder(Kind.CANCELLED).build();
    }
  }
}
