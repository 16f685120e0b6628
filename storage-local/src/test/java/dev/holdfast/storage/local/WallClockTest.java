// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Waits;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock jumps: what people read goes by it, what is waited for does not. */
final class WallClockTest {

  private static final URI BASE = URI.create("https://files.example/");
  private static final byte[] SECRET = "c4n4ry9876543210".getBytes(StandardCharsets.US_ASCII);
  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final Content CONTENT = Content.ofBytes(new byte[3]);
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private final MovableClock clock = new MovableClock();
  private final AtomicLong nanos = new AtomicLong();
  private final List<Runnable> tasks = new ArrayList<>();
  private final Path root = CrashFileSystem.builder().build().root().resolve("store");
  private final LocalStorage.Builder settings =
      LocalStorage.builder(root).presignBase(BASE, SECRET).lockWait(Duration.ofMinutes(10));

  @Test
  void F42_linkEndsByTheWallClock() {
    LocalLinks links = LocalLinks.of(BASE, SECRET, clock);
    try (FileStorage storage = settings.environment(environment(Waits.parking())).build()) {
      PresignRequest request =
          PresignRequest.builder(PresignRequest.Method.GET, KEY).expiry(HALF_HOUR).build();
      URI link = storage.presign(request).uri();
      assertThat(links.verify("GET", link).key()).isEqualTo(KEY);
      clock.move(Duration.ofHours(1));
      assertThatStorageFailure(() -> links.verify("GET", link)).isNotApplied(Kind.ACCESS_DENIED);
      clock.move(Duration.ofHours(-2));
      assertThat(links.verify("GET", link).key()).isEqualTo(KEY);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void F42_wallClockJumpsDuringUpload_timeoutGoesByTheTicker(long hours) {
    UploadOptions options = UploadOptions.builder().timeout(HALF_HOUR).build();
    try (FileStorage storage = settings.environment(environment(Waits.parking())).build()) {
      storage.upload(KEY, during(() -> clock.move(Duration.ofHours(hours))), options);
      assertThat(storage.exists(KEY)).isTrue();
      Content late = during(() -> nanos.addAndGet(Duration.ofHours(1).toNanos()));
      assertThatStorageFailure(() -> storage.upload(KEY, late, options)).isNotApplied(Kind.TIMEOUT);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void F42_wallClockJumpsWhileLockIsWaitedFor_waitGoesByTheTicker(long hours) {
    Set<Path> openRoots = ConcurrentHashMap.newKeySet();
    LocalDriver first = open(openRoots, environment(Waits.parking()));
    List<Integer> polls = new ArrayList<>();
    Waits jumping =
        (signal, deadline) -> {
          clock.move(Duration.ofHours(hours));
          nanos.addAndGet(Duration.ofMinutes(1).toNanos());
          polls.add(polls.size());
          return false;
        };
    assertThatStorageFailure(() -> open(openRoots, environment(jumping)))
        .isNotApplied(Kind.STORAGE_LOCKED);
    assertThat(polls).as("a minute each, until the 10 of lockWait are over").hasSize(10);
    Waits freeing =
        (signal, deadline) -> {
          clock.move(Duration.ofHours(hours));
          first.close();
          return false;
        };
    open(openRoots, environment(freeing)).close();
  }

  @ParameterizedTest
  @ValueSource(longs = {5, -5})
  void F42_wallClockJumpsDuringSession_stageIsNotSwept(long hours) throws IOException {
    try (FileStorage storage = settings.environment(environment(Waits.parking())).build();
        UploadSession session = storage.beginUpload(KEY)) {
      session.stream().write(1);
      session.stream().flush();
      clock.move(Duration.ofHours(hours));
      tasks.forEach(Runnable::run);
      session.commit();
      assertThat(tasks).hasSize(1);
      assertThat(storage.stat(KEY).orElseThrow().sizeBytes()).isEqualTo(1);
    }
  }

  @Test
  void F42_wallClockGoesBack_laterWriteStillReplaces() {
    try (FileStorage storage = settings.environment(environment(Waits.parking())).build()) {
      ObjectInfo before = storage.upload(KEY, CONTENT).info();
      clock.move(Duration.ofHours(-1));
      ObjectInfo after = storage.upload(KEY, CONTENT, ifMatch(before)).info();
      assertThat(after.modified()).isBefore(before.modified());
      assertThatStorageFailure(() -> storage.upload(KEY, CONTENT, ifMatch(before)))
          .isNotApplied(Kind.PRECONDITION_FAILED);
      assertThat(storage.stat(KEY).orElseThrow().etag()).isEqualTo(after.etag());
    }
  }

  private static UploadOptions ifMatch(ObjectInfo info) {
    return UploadOptions.builder().condition(WriteCondition.ifMatch(info.etag())).build();
  }

  /** Three bytes; something happens before they are read. */
  private static Content during(Runnable event) {
    return Content.ofSupplier(
        () -> {
          event.run();
          return new ByteArrayInputStream(new byte[3]);
        });
  }

  private LocalDriver open(Set<Path> openRoots, Environment environment) {
    return StoreOpening.driver(settings, environment, openRoots, () -> {});
  }

  private Environment environment(Waits waits) {
    return new Environment(clock, nanos::get, waits, new Keeping(), new Random(1));
  }

  /** Keeps tasks that repeat, for the test to run. */
  private final class Keeping implements Scheduler {

    @Override
    public Task schedule(String name, Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
      tasks.add(task);
      return () -> {};
    }

    @Override
    public void close() {}
  }
}
