// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.storage.engine.RetryFixture.notApplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksum of content that can be read again goes ahead of it. */
class ChecksumTest {

  private static final StorageKey KEY = StorageKey.of("key");

  private final RetryFixture fixture = new RetryFixture();
  private final List<Optional<Checksum>> announced = new ArrayList<>();
  private final List<OptionalLong> lengths = new ArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_000})
  void T4_F46_replayableContent_isSummedUpBeforeItsFirstByte(int size) {
    byte[] bytes = Bytes.of(size);
    FileStorage storage = storage(Spooling.inMemory(1_000_000));
    AtomicInteger opened = new AtomicInteger();
    fixture.faults.inject(notApplied().on(StorageOperation.UPLOAD).times(2));
    storage.upload(KEY, supplier(bytes, opened));
    assertThat(opened).as("read once, then sent; the failed requests never opened it").hasValue(2);
    storage.upload(KEY, Content.ofBytes(bytes));
    storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(bytes)));
    assertThat(announced).hasSize(3).containsOnly(Optional.of(Bytes.crc32c(bytes)));
    assertThat(lengths).containsOnly(OptionalLong.of(size));
    assertThat(storage.download(KEY).readAllBytes(size)).isEqualTo(bytes);
  }

  @Test
  void T4_contentThatAnnouncesOneOrIsReadOnce_isPassedAsItIs() {
    byte[] bytes = Bytes.of(1000);
    FileStorage storage = storage(Spooling.never());
    AtomicInteger opened = new AtomicInteger();
    Content own = announcing(bytes, Bytes.sha256(bytes), opened);
    storage.upload(KEY, own);
    storage.upload(KEY, Content.ofStream(new ByteArrayInputStream(bytes)));
    assertThat(opened).hasValue(1);
    assertThat(announced).containsExactly(Optional.of(Bytes.sha256(bytes)), Optional.empty());
  }

  @Test
  void T4_setting_isOffUnlessGiven() {
    fixture.storage.upload(KEY, Content.ofBytes(Bytes.of(10)));
    FileStorage storage = fixture.pipeline(watching()).build();
    storage.upload(KEY, Content.ofBytes(Bytes.of(10)));
    assertThat(announced).containsExactly(Optional.empty());
  }

  @Test
  void T4_contentThatChangesBetweenTwoReadings_failsBeforePublication() {
    FileStorage storage = storage(Spooling.never());
    for (int[] sizes : new int[][] {{1000, 1001}, {1001, 1000}, {1000, 0}, {0, 1000}}) {
      List<byte[]> readings = List.of(Bytes.of(sizes[0]), Bytes.of(sizes[1]));
      expectFailure(storage, readings);
    }
    byte[] other = Bytes.of(1000);
    other[500]++;
    expectFailure(storage, List.of(Bytes.of(1000), other));
    assertThat(storage.exists(KEY)).isFalse();
  }

  @Test
  void F47_sourceThatFailsInTheFirstReading_failsTheUpload() {
    FileStorage storage = storage(Spooling.never());
    IOException thrown = new IOException("source");
    StorageException failure =
        catchThrowableOfType(
            StorageException.class,
            () ->
                storage.upload(
                    KEY,
                    Content.ofSupplier(
                        () -> Bytes.interrupted(new byte[10], 5, Bytes.fails(() -> thrown)))));
    assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
    assertThat(failure).hasCause(thrown);
    assertThat(announced).isEmpty();
  }

  @Test
  void F48_firstReadingThatTakesTooLong_isATimeout() {
    FileStorage storage = storage(Spooling.never());
    UploadOptions second = UploadOptions.builder().timeout(Duration.ofSeconds(1)).build();
    byte[] bytes = Bytes.of(1000);
    Content file =
        new Content() {
          @Override
          public OptionalLong length() {
            fixture.time.advance(Duration.ofSeconds(2));
            return OptionalLong.of(bytes.length);
          }

          @Override
          public boolean replayable() {
            return true;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(bytes);
          }
        };
    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> storage.upload(KEY, file, second));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(announced).isEmpty();
  }

  @Test
  void progress_isOfTheTransferAloneAndStartsAgainForEachAttempt() {
    byte[] bytes = Bytes.of(200_000);
    FileStorage storage = storage(Spooling.never());
    List<Long> told = new ArrayList<>();
    UploadOptions options =
        UploadOptions.builder()
            .listener(
                (moved, total) -> {
                  told.add(moved);
                  assertThat(total).isEqualTo(200_000);
                })
            .build();
    BentDriver.Put real = fixture.memory.put;
    int[] puts = new int[1];
    fixture.memory.put =
        (key, content, given, call) -> {
          if (++puts[0] == 1) {
            try (InputStream stream = content.open()) {
              assertThat(stream.readNBytes(100_000)).hasSize(100_000);
            }
            throw StorageException.builder(Kind.UNAVAILABLE)
                .operation(StorageOperation.UPLOAD)
                .build();
          }
          return real.put(key, content, given, call);
        };
    storage.upload(KEY, Content.ofBytes(bytes), options);
    assertThat(told).allMatch(moved -> moved <= 200_000).endsWith(200_000L);
    int restart = told.lastIndexOf(100_000L) + 1;
    assertThat(told.subList(0, restart)).isSorted();
    assertThat(told.subList(restart, told.size())).isSorted();
    assertThat(told.stream().filter(moved -> moved == 200_000L)).hasSize(1);
    assertThat(fixture.recorder.lines).contains("tier upload moved 200000");
  }

  private void expectFailure(FileStorage storage, List<byte[]> readings) {
    AtomicInteger opened = new AtomicInteger();
    Content changing =
        Content.ofSupplier(() -> new ByteArrayInputStream(readings.get(opened.getAndIncrement())));
    StorageException failure =
        catchThrowableOfType(StorageException.class, () -> storage.upload(KEY, changing));
    assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
  }

  private FileStorage storage(Spooling spooling) {
    return fixture
        .pipeline(watching())
        .retry(RetryPolicy.standard(), RetryBudget.of(1.0, 10, fixture.time))
        .spooling(spooling)
        .checksums(true)
        .build();
  }

  /** Writes down what content announces at the moment it is really taken. */
  private ForwardingProbe watching() {
    BentDriver.Put real = fixture.memory.put;
    fixture.memory.put =
        (key, content, options, call) -> {
          announced.add(content.checksum());
          lengths.add(content.length());
          return real.put(key, content, options, call);
        };
    return new ForwardingProbe(fixture.faults);
  }

  private static Content supplier(byte[] bytes, AtomicInteger opened) {
    return Content.ofSupplier(
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(bytes);
        });
  }

  private static Content announcing(byte[] bytes, Checksum checksum, AtomicInteger opened) {
    Content content = supplier(bytes, opened);
    return new Content() {
      @Override
      public OptionalLong length() {
        return content.length();
      }

      @Override
      public boolean replayable() {
        return true;
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
}
