// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.storage.engine.RetryFixture.notApplied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.Fault;
import dev.holdfast.testkit.disk.IoCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single-shot content is kept for a second attempt, in memory and then in a file. */
class SpoolTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final int MEMORY = 100_000;
  private static final int FILE = 200_000;

  private final RetryFixture fixture = new RetryFixture();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        65_536,
        MEMORY - 1,
        MEMORY,
        MEMORY + 1,
        250_000,
        MEMORY + FILE - 1,
        MEMORY + FILE
      })
  void F3_F46_T3_contentThatFits_isSentAgain(int size) throws IOException {
    byte[] bytes = Bytes.of(size);
    FileStorage storage = storage(limits());
    for (boolean known : new boolean[] {true, false}) {
      List<Long> files = new ArrayList<>();
      fixture.time.waiting = () -> files.add(files());
      BentDriver.Put real = fixture.memory.put;
      int[] puts = new int[1];
      fixture.memory.put =
          (key, content, options, call) -> {
            assertThat(content.replayable()).isTrue();
            assertThat(content.length()).hasValue(size);
            puts[0]++;
            if (puts[0] < 3) {
              try (InputStream stream = content.open()) {
                assertThat(stream.readNBytes(size / puts[0])).hasSize(size / puts[0]);
              }
              throw StorageException.builder(Kind.UNAVAILABLE)
                  .operation(StorageOperation.UPLOAD)
                  .build();
            }
            return real.put(key, content, options, call);
          };
      assertThat(storage.upload(KEY, once(bytes, known)).attempts()).isEqualTo(3);
      fixture.memory.put = real;
      assertThat(storage.download(KEY).readAllBytes(size)).isEqualTo(bytes);
      assertThat(files).as("the file has no name while it is used").containsOnly(0L);
      assertThat(files()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MEMORY + FILE + 1, 1_000_000})
  void F3_contentThatDoesNotFit_isSentOnce(int size) {
    byte[] bytes = Bytes.of(size);
    FileStorage storage = storage(limits());
    for (boolean known : new boolean[] {true, false}) {
      storage.upload(KEY, once(bytes, known));
      assertThat(storage.download(KEY).readAllBytes(size)).isEqualTo(bytes);
      int[] calls = new int[1];
      BentDriver.Put real = fixture.memory.put;
      fixture.memory.put =
          (key, content, options, call) -> {
            calls[0]++;
            assertThat(content.replayable()).isFalse();
            try (InputStream stream = content.open()) {
              assertThat(stream.readAllBytes()).isEqualTo(bytes);
            }
            throw StorageException.builder(Kind.UNAVAILABLE)
                .operation(StorageOperation.UPLOAD)
                .build();
          };
      StorageException failure = failure(() -> storage.upload(KEY, once(bytes, known)));
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(calls).containsExactly(1);
      fixture.memory.put = real;
    }
    assertThat(files()).isZero();
  }

  @Test
  void F3_contentThatDoesNotFit_isRefusedBeforeItsFirstByteWhereTheLengthIsKnown() {
    FileStorage storage = storage(limits().orRefuse());
    AtomicInteger read = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    InputStream stream =
        Bytes.closing(
            Bytes.pieces(
                new ByteArrayInputStream(Bytes.of(MEMORY + FILE + 1)),
                1 << 20,
                read::incrementAndGet),
            closed::incrementAndGet);
    StorageException known =
        failure(() -> storage.upload(KEY, Content.ofStream(stream, MEMORY + FILE + 1)));
    assertThat(known.kind()).isEqualTo(Kind.INVALID_ARGUMENT);
    assertThat(known.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(known.attempts()).isZero();
    assertThat(read).hasValue(0);
    StorageException unknown = failure(() -> storage.upload(KEY, Content.ofStream(stream)));
    assertThat(unknown.kind()).isEqualTo(Kind.INVALID_ARGUMENT);
    assertThat(unknown).hasMessageContaining("longer than the 300000 bytes that are kept");
    assertThat(closed.get()).isPositive();
    assertThat(fixture.faults.calls(StorageOperation.UPLOAD)).isZero();
    storage.upload(KEY, once(Bytes.of(MEMORY + FILE), false));
    storage.upload(KEY, Content.ofBytes(Bytes.of(MEMORY + FILE + 1)));
    FileStorage nothing = storage(Spooling.never().orRefuse());
    assertThat(failure(() -> nothing.upload(KEY, once(new byte[1], true))).kind())
        .isEqualTo(Kind.INVALID_ARGUMENT);
    nothing.upload(KEY, once(new byte[0], false));
  }

  @Test
  void F23_spoolDirectoryThatIsFullOrGone_sendsOnceWhatWasReadAndTheRest() throws IOException {
    CrashFileSystem disk = CrashFileSystem.builder().capacityBytes(120_000).build();
    Path small = Files.createDirectory(disk.root().resolve("small"));
    byte[] bytes = Bytes.of(MEMORY + FILE);
    for (Path place : List.of(small, directory.resolve("missing"))) {
      FileStorage storage = storage(Spooling.inMemory(MEMORY).thenIn(place, FILE));
      for (boolean known : new boolean[] {true, false}) {
        storage.upload(KEY, once(bytes, known));
        assertThat(storage.download(KEY).readAllBytes(bytes.length)).isEqualTo(bytes);
      }
      fixture.faults.inject(notApplied().on(StorageOperation.UPLOAD));
      assertThat(storage.upload(KEY, once(bytes, false)).attempts())
          .as("not opened, so it may be sent again")
          .isEqualTo(2);
      FileStorage refusing = storage(Spooling.inMemory(MEMORY).thenIn(place, FILE).orRefuse());
      StorageException failure = failure(() -> refusing.upload(KEY, once(bytes, false)));
      assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
      assertThat(failure).hasCauseInstanceOf(IOException.class);
    }
    try (Stream<Path> left = Files.list(small)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void F28_interruptWhileItIsKeptOrReadBack_isCancelled() {
    FileStorage storage = storage(limits());
    byte[] bytes = Bytes.of(250_000);
    InputStream interrupting =
        Bytes.interrupted(bytes, MEMORY, () -> Thread.currentThread().interrupt());
    StorageException failure = failure(() -> storage.upload(KEY, Content.ofStream(interrupting)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(fixture.faults.calls(StorageOperation.UPLOAD)).isZero();
    assertThat(failure.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    BentDriver.Put real = fixture.memory.put;
    fixture.memory.put =
        (key, content, options, call) -> {
          Thread.currentThread().interrupt();
          try (InputStream stream = content.open()) {
            return real.put(key, Content.ofBytes(stream.readAllBytes()), options, call);
          }
        };
    StorageException late = failure(() -> storage.upload(KEY, once(bytes, false)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(late.kind()).isEqualTo(Kind.CANCELLED);
    assertThat(files()).isZero();
  }

  @Test
  void F47_sourceThatFailsWhileItIsKept_failsTheUploadAndNothingIsSent() {
    FileStorage storage = storage(limits());
    for (int point : List.of(0, MEMORY, 250_000)) {
      IOException thrown = new IOException("source");
      InputStream stream = Bytes.interrupted(Bytes.of(300_000), point, Bytes.fails(() -> thrown));
      StorageException failure = failure(() -> storage.upload(KEY, Content.ofStream(stream)));
      assertThat(failure.kind()).isEqualTo(Kind.CONTENT_FAILED);
      assertThat(failure).hasCause(thrown);
    }
    assertThat(fixture.faults.calls(StorageOperation.UPLOAD)).isZero();
    assertThat(files()).isZero();
  }

  @Test
  void file_isOfItsOwnerAloneEncryptedAndGoneAfterwardsAtTheLatest() throws IOException {
    CrashFileSystem disk = CrashFileSystem.builder().build();
    Path place = Files.createDirectory(disk.root().resolve("spool"));
    disk.failures().failNth(1, IoCall.ofKind(CallKind.DELETE), Fault.EIO);
    byte[] bytes = new byte[FILE];
    byte[][] kept = new byte[1][];
    fixture.memory.before =
        () -> {
          try (Stream<Path> files = Files.list(place)) {
            Path file = files.findFirst().orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
            kept[0] = Files.readAllBytes(file);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        };
    storage(Spooling.inMemory(0).thenIn(place, FILE)).upload(KEY, once(bytes, false));
    fixture.memory.before = () -> {};
    assertThat(kept[0]).hasSize(FILE);
    int[] counts = new int[256];
    for (byte one : kept[0]) {
      counts[one & 0xff]++;
    }
    assertThat(Arrays.stream(counts))
        .as("encrypted zeros look random")
        .allMatch(count -> count > 0 && count < 2000);
    assertThat(fixture.storage.download(KEY).readAllBytes(FILE)).isEqualTo(bytes);
    try (Stream<Path> left = Files.list(place)) {
      assertThat(left).isEmpty();
    }
    assertThat(disk.openChannels()).isZero();
  }

  @Test
  void progress_isToldWhileContentIsReadAndStaysWithinTheTotal() {
    FileStorage storage = storage(limits());
    byte[] bytes = Bytes.of(250_000);
    List<Long> told = new ArrayList<>();
    UploadOptions options =
        UploadOptions.builder().listener((moved, total) -> told.add(moved)).build();
    fixture.faults.inject(notApplied().on(StorageOperation.UPLOAD).times(2));
    storage.upload(KEY, once(bytes, true), options);
    assertThat(told).isSorted().endsWith(250_000L);
    assertThat(fixture.recorder.lines).contains("tier upload moved 250000");
  }

  private Spooling limits() {
    return Spooling.inMemory(MEMORY).thenIn(directory, FILE);
  }

  private FileStorage storage(Spooling spooling) {
    return fixture
        .pipeline(fixture.faults)
        .retry(RetryPolicy.standard(), RetryBudget.of(1.0, 10, fixture.time))
        .spooling(spooling)
        .build();
  }

  private static Content once(byte[] bytes, boolean known) {
    InputStream stream = new ByteArrayInputStream(bytes);
    return known ? Content.ofStream(stream, bytes.length) : Content.ofStream(stream);
  }

  private long files() {
    try (Stream<Path> left = Files.list(directory)) {
      return left.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static StorageException failure(ThrowingCallable call) {
    return catchThrowableOfType(StorageException.class, call);
  }
}
