// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.Backoff;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.StorageObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Content that is opened for each attempt, and what is told of the attempts. */
class RepeatedContentTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private static final RetryPolicy SOON =
      RetryPolicy.builder().backoff(new Backoff(Duration.ofNanos(1), Duration.ofNanos(1))).build();

  private final RetryFixture fixture = new RetryFixture();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void T3_attemptsThatLeaveTheContentOpen_areClosedInTheEnd() {
    byte[] bytes = Bytes.of(1000);
    failing(2, 500);
    fixture.storage.upload(KEY, supplied(bytes, bytes, bytes));
    assertThat(opened).hasValue(3);
    assertThat(closed).hasValue(3);
    assertThat(fixture.recorder.lines).contains("tier upload moved 1000");
  }

  @Test
  void T3_T4_contentThatGivesFewerBytesWhenItIsReadAgain_isNotStored() {
    failing(1, 2000);
    StorageException failure =
        failure(() -> fixture.storage.upload(KEY, supplied(Bytes.of(1000), Bytes.of(900))));
    assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(failure).hasMessageContaining("had 1000 bytes and then, read again, 900");
    assertThat(fixture.storage.exists(KEY)).isFalse();
  }

  @Test
  void T4_checksumAnnounced_isComparedInEachAttempt() {
    byte[] bytes = Bytes.of(1000);
    byte[] other = Bytes.of(1000);
    other[999]++;
    failing(1, 500);
    fixture.storage.upload(KEY, announcing(supplied(bytes, bytes), Bytes.sha256(bytes)));
    opened.set(0);
    failing(1, 500);
    StorageException failure =
        failure(
            () ->
                fixture.storage.upload(
                    KEY, announcing(supplied(bytes, other), Bytes.sha256(bytes))));
    assertThat(failure.kind()).isEqualTo(Kind.INTEGRITY);
  }

  @Test
  void T4_driverThatStoresLessThanWasRead_isNotBelievedAfterARepetitionEither() {
    byte[] bytes = Bytes.of(1000);
    BentDriver.Put real = fixture.memory.put;
    int[] puts = new int[1];
    fixture.memory.put =
        (key, content, options, call) -> {
          puts[0]++;
          try (InputStream stream = content.open()) {
            if (puts[0] == 1) {
              assertThat(stream.readAllBytes()).hasSize(1000);
              throw StorageException.builder(Kind.UNAVAILABLE).build();
            }
            return real.put(key, Content.ofBytes(stream.readNBytes(400)), options, call);
          }
        };
    StorageException failure = failure(() -> fixture.storage.upload(KEY, supplied(bytes, bytes)));
    assertThat(failure.kind()).isEqualTo(Kind.INTEGRITY);
    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure.settled()).isTrue();
  }

  @Test
  void F47_contentThatFailsInALaterAttempt_failsWithItsOwnCause() {
    IOException thrown = new IOException("source");
    failing(1, 500);
    StorageException failure =
        failure(
            () ->
                fixture.storage.upload(
                    KEY,
                    Content.ofSupplier(
                        () ->
                            opened.incrementAndGet() == 1
                                ? new ByteArrayInputStream(Bytes.of(1000))
                                : Bytes.interrupted(
                                    Bytes.of(1000), 10, Bytes.fails(() -> thrown)))));
    assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
    assertThat(failure).hasCause(thrown);
  }

  @Test
  @Timeout(30)
  void F48_contentThatIsReadByAThread_isOpenedAgainForEachAttempt() {
    byte[] bytes = Bytes.of(300_000);
    FileStorage storage =
        Pipeline.around(fixture.memory)
            .retry(SOON, RetryBudget.of(1.0, 10, Ticker.system()))
            .build();
    failing(2, 100_000);
    UploadOptions day = UploadOptions.builder().timeout(Duration.ofDays(1)).build();
    storage.upload(KEY, supplied(bytes, bytes, bytes), day);
    assertThat(storage.download(KEY).readAllBytes(bytes.length)).isEqualTo(bytes);
    storage.close();
    Eventually.holds("each source is closed", () -> closed.get() == 3);
  }

  @Test
  void attempts_areReportedWithTheUsersOperation() throws IOException {
    try (UploadSession session = fixture.storage.beginUpload(KEY)) {
      session.stream().write(Bytes.of(10));
      assertThat(session.commit().attempts()).isEqualTo(1);
    }
    assertThat(fixture.recorder.attempts).as("once, at its commit").containsExactly("upload");
    assertThat(fixture.storage.copy(KEY, StorageKey.of("other")).attempts()).isEqualTo(1);
    assertThat(fixture.storage.delete(KEY).attempts()).isEqualTo(1);
    assertThat(fixture.recorder.attempts).endsWith("copy", "delete");
  }

  @Test
  void observerThatThrows_changesNothing() {
    List<String> heard = new ArrayList<>();
    StorageObserver broken =
        new StorageObserver() {
          @Override
          public void attemptEnded(
              String storage,
              StorageOperation operation,
              Duration elapsed,
              @Nullable StorageException failure) {
            heard.add("attempt");
            throw new IllegalStateException("observer");
          }

          @Override
          public void measureTaken(String storage, StorageOperation operation, Measure measure) {
            heard.add("measure");
            throw new AssertionError("observer");
          }
        };
    FileStorage storage =
        fixture
            .pipeline(fixture.faults)
            .observer(broken)
            .retry(RetryPolicy.standard(), RetryBudget.of(1.0, 10, fixture.time))
            .build();
    fixture.faults.inject(RetryFixture.notApplied());
    assertThat(storage.upload(KEY, Content.ofBytes(new byte[1])).attempts()).isEqualTo(2);
    assertThat(heard).containsExactly("attempt", "measure", "attempt");
    FileStorage silent =
        Pipeline.around(fixture.faults)
            .retry(SOON, RetryBudget.of(1.0, 10, Ticker.system()))
            .build();
    fixture.faults.inject(RetryFixture.notApplied());
    assertThat(silent.upload(KEY, Content.ofBytes(new byte[1])).attempts()).isEqualTo(2);
  }

  /** The first puts read some bytes and fail, and leave the content open. */
  private void failing(int times, int bytes) {
    BentDriver.Put real = fixture.memory.memory::put;
    int[] puts = new int[1];
    fixture.memory.put =
        (key, content, options, call) -> {
          if (++puts[0] > times) {
            return real.put(key, content, options, call);
          }
          byte[] read = content.open().readNBytes(bytes);
          assertThat(read).hasSizeLessThanOrEqualTo(bytes);
          throw StorageException.builder(Kind.UNAVAILABLE)
              .operation(StorageOperation.UPLOAD)
              .build();
        };
  }

  /** Gives other bytes each time it is opened. */
  private Content supplied(byte[]... readings) {
    return Content.ofSupplier(
        () -> {
          AtomicBoolean once = new AtomicBoolean();
          return Bytes.closing(
              new ByteArrayInputStream(readings[opened.getAndIncrement()]),
              () -> closed.addAndGet(once.getAndSet(true) ? 0 : 1));
        });
  }

  private static Content announcing(Content content, Checksum checksum) {
    return new Content() {
      @Override
      public OptionalLong length() {
        return content.length();
      }

      @Override
      public boolean replayable() {
        return content.replayable();
      }

      @Override
      public InputStream open() throws IOException {
        return content.open();
      }

      @Override
      public Optional<Checksum> checksum() {
        return Optional.of(checksum);
      }
    };
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
