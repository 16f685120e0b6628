// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.ListQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a storage: what is in flight finishes in the grace or is aborted, nothing is left. */
class CloseTest {

  private static final StorageKey KEY = StorageKey.of("key");

  @TempDir Path directory;

  private final ClosingStore store = new ClosingStore();
  private final FileStorage storage = store.storage;
  private final BentDriver driver = store.driver;

  @AfterEach
  void end() {
    store.close();
  }

  static Stream<Consumer<FileStorage>> calls() {
    return Stream.of(
        s -> s.upload(KEY, Content.ofBytes(new byte[1])),
        s -> s.store(Content.ofBytes(new byte[1]), "name", "text/plain"),
        s -> s.beginUpload(KEY),
        s -> s.download(KEY),
        s -> s.downloadTo(KEY, Path.of("never")),
        s -> s.stat(KEY),
        s -> s.exists(KEY),
        s -> s.delete(KEY),
        s -> s.deleteAll(List.of(KEY)),
        s -> s.copy(KEY, KEY),
        s -> s.list(""),
        s -> s.presign(PresignRequest.get(KEY)),
        FileStorage::capabilities,
        FileStorage::async,
        s -> s.unwrap(Object.class));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void F49_anyCall_afterClose_isAnIllegalState(Consumer<FileStorage> call) {
    storage.close();
    assertThatThrownBy(() -> call.accept(storage))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("storage 'closing' is closed");
    assertThat(driver.closed).hasValue(1);
  }

  @Test
  void F49_asyncCalls_afterClose_failWithIllegalState() {
    AsyncFileStorage async = storage.async();
    storage.close();
    List<CompletableFuture<?>> futures =
        List.of(
            async.upload(KEY, Content.ofBytes(new byte[1]), UploadOptions.defaults()),
            async.store(Content.ofBytes(new byte[1]), "name", "text/plain"),
            async.download(KEY, DownloadOptions.defaults()),
            async.downloadTo(KEY, Path.of("never"), DownloadOptions.defaults()),
            async.stat(KEY),
            async.delete(KEY, DeleteOptions.defaults()),
            async.deleteAll(List.of(KEY)),
            async.copy(KEY, KEY, CopyOptions.defaults()));
    for (CompletableFuture<?> future : futures) {
      assertThat(Eventually.failure(future)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void F49_close_twiceOrAtOnceByMany_closesTheDriverOnce() throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(8);
    List<CompletableFuture<Void>> closers = new ArrayList<>();
    for (int closer = 0; closer < 8; closer++) {
      closers.add(
          CompletableFuture.runAsync(
              () -> {
                await(barrier);
                storage.close();
              },
              work -> new Thread(work).start()));
    }
    for (CompletableFuture<Void> closer : closers) {
      closer.get(30, TimeUnit.SECONDS);
    }
    storage.close();
    assertThat(driver.closed).hasValue(1);
  }

  @Test
  void F49_close_with100TransfersThatFinish_waitsForThem() {
    Transfers transfers = new Transfers(store, directory);
    CompletableFuture<Void> closing = store.closing(Transfers.TIMED);
    assertThatThrownBy(() -> storage.stat(KEY)).isInstanceOf(IllegalStateException.class);
    Eventually.value(store.closeInThread()); // the second close returns at once
    store.ticker.advance(Duration.ofSeconds(9));
    assertThat(closing).isNotDone();
    assertThat(driver.closed).hasValue(0);
    store.let.countDown();
    Eventually.value(closing);
    assertThat(driver.closed).hasValue(1);
    transfers.join();
    assertThat(transfers.failures).as("failures of transfers").isEmpty();
    assertThat(transfers.finished).hasValue(Transfers.COUNT);
    assertThat(transfers.sessionsClosed).hasValue(20);
    noThreads();
  }

  @Test
  void F49_close_with100TransfersThatHang_abortsThemAfterTheGrace() {
    Transfers transfers = new Transfers(store, directory);
    CompletableFuture<Void> closing = store.closing(Transfers.TIMED);
    store.ticker.advance(Duration.ofSeconds(9));
    assertThat(closing).isNotDone();
    store.ticker.advance(Duration.ofSeconds(1));
    Eventually.value(closing);
    assertThat(driver.closed).hasValue(1);
    transfers.join();
    assertThat(transfers.finished).hasValue(0);
    assertThat(transfers.failures).hasSize(Transfers.COUNT);
    for (StorageException failure : transfers.failures) {
      assertThat(failure.kind()).as("kind of %s", failure).isEqualTo(Kind.CANCELLED);
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }
    assertThat(transfers.flags).as("interrupts that reached callers' code").hasValue(0);
    assertThat(transfers.sessionsClosed).hasValue(20);
    assertThat(directory).isEmptyDirectory();
    ListQuery all = new ListQuery("", false, "", 1000);
    assertThat(driver.memory.list(all, CallContext.unbounded()).entries())
        .as("objects, of which there were ten before")
        .hasSize(10);
    noThreads();
  }

  @Test
  void F49_close_openDownloadSessionAndCursor_areAborted() throws IOException {
    AtomicInteger freed = new AtomicInteger();
    storage.upload(KEY, Content.ofBytes(new byte[10]));
    storage.upload(StorageKey.of("other"), Content.ofBytes(new byte[10]));
    driver.download =
        opened ->
            new DriverDownload(
                opened.info(),
                opened.range(),
                Bytes.closing(opened.body(), freed::incrementAndGet));
    driver.session = upload -> new ForwardingUpload(upload, freed);
    Download download = storage.download(KEY);
    UploadSession session = storage.beginUpload(StorageKey.of("session"));
    session.stream().write(new byte[100_000]);
    ListCursor cursor = storage.list(ListRequest.builder().pageSize(1).build());
    cursor.next();
    CompletableFuture<Void> closing = store.closing(0);
    assertThat(download.stream().read()).as("a read during the grace").isZero();
    session.stream().write(1);
    store.graceEnds();
    Eventually.value(closing);
    assertThat(freed).hasValue(2);
    assertThatThrownBy(() -> download.stream().read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the storage was closed");
    assertThatStorageFailure(session::commit)
        .isNotApplied(Kind.CANCELLED)
        .hasMessageContaining("the storage was closed");
    assertThatThrownBy(cursor::hasNext).isInstanceOf(IllegalStateException.class);
    session.close();
    download.close();
    assertThat(freed).hasValue(2);
  }

  @Test
  void F49_close_sessionIsWriting_isLeftToItsThread() {
    AtomicInteger freed = new AtomicInteger();
    CountDownLatch inside = new CountDownLatch(1);
    driver.session =
        upload ->
            new ForwardingUpload(upload, freed) {
              @Override
              public void write(byte[] bytes, int offset, int length) {
                inside.countDown();
                store.hold();
              }
            };
    UploadSession session = storage.beginUpload(KEY);
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(
            () -> {
              assertThatThrownBy(() -> session.stream().write(new byte[100_000]))
                  .isInstanceOf(IOException.class);
              return Thread.currentThread().isInterrupted() ? 1 : 0;
            },
            work -> new Thread(work).start());
    Eventually.open(inside);
    CompletableFuture<Void> closing = store.closing(0);
    store.graceEnds();
    Eventually.value(closing);
    assertThat(Eventually.value(writer)).as("interrupt flag").isZero();
    assertThat(freed).hasValue(1);
  }

  private static void noThreads() {
    Eventually.holds(
        "no thread of the storage is left", () -> Eventually.threads("holdfast-closing").isEmpty());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
