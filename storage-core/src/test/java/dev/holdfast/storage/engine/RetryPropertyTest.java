// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random operations over a bad network, against what the server knows of them. */
class RetryPropertyTest {

  private static final int SEEDS = 400;
  private static final int OPERATIONS = 60;
  private static final StorageKey[] KEYS = {StorageKey.of("a"), StorageKey.of("b")};

  private final RetryFixture fixture = new RetryFixture();
  private int acknowledged;
  private int notApplied;
  private int unknown;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void T3_T6_T18_F4_F35_randomFaults_leaveNoFalseAnswerAndNoRequestBehind() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      new Run(seed).all();
    }
    assertThat(acknowledged).isGreaterThan(SEEDS * OPERATIONS / 4);
    assertThat(notApplied).isPositive();
    assertThat(unknown).isPositive();
  }

  /** One run of one seed. */
  private final class Run {

    private final long seed;
    private final Random random;
    private final MemoryDriver memory = MemoryDriver.create();
    private final LateServer server;
    private final RetryPolicy policy;
    private final double ratio;
    private final int floor;
    private final FileStorage storage;
    private final Set<Integer> never = new HashSet<>();
    private int calls;

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.server = new LateServer(memory, new Random(seed + 1), 10 + random.nextInt(60));
      this.policy = RetryPolicy.builder().attempts(1 + random.nextInt(5)).build();
      this.ratio = random.nextInt(4) * 0.2;
      this.floor = random.nextInt(3);
      RetryBudget budget = RetryBudget.of(ratio, floor, fixture.time);
      this.storage = fixture.storage(server, policy, budget);
      fixture.time.waiting = this::others;
    }

    void all() {
      Ticker time = fixture.time;
      long began = time.nanos();
      for (int number = 1; number <= OPERATIONS; number++) {
        server.operation = number;
        calls++;
        one(number);
        others();
        server.deliver(false);
      }
      Set<Integer> before = new HashSet<>(server.applied);
      server.deliver(true);
      assertThat(never)
          .as("seed %d: not applied, yet applied", seed)
          .doesNotContainAnyElementsOf(server.applied);
      assertThat(server.applied).as("seed %d", seed).containsAll(before);
      long windows = 1 + Duration.ofNanos(time.nanos() - began).toSeconds() / 10;
      double most = calls + ratio * calls + floor * 10L * windows;
      assertThat((double) server.requests).as("seed %d: requests", seed).isLessThanOrEqualTo(most);
    }

    private void one(int number) {
      StorageKey key = KEYS[random.nextInt(KEYS.length)];
      try {
        act(key);
        acknowledged++;
        assertThat(server.flying(number))
            .as("seed %d: acknowledged, yet on its way", seed)
            .isFalse();
        assertThat(server.applied).as("seed %d: acknowledged", seed).contains(number);
      } catch (StorageException e) {
        failed(number, e);
      }
    }

    private void failed(int number, StorageException e) {
      if (e.outcome() == Outcome.NOT_APPLIED) {
        notApplied++;
        never.add(number);
      } else {
        unknown++;
      }
      if (e.settled()) {
        assertThat(server.flying(number))
            .as("seed %d: settled, yet on its way: %s", seed, e)
            .isFalse();
      }
    }

    private void act(StorageKey key) {
      byte[] bytes = Bytes.of(1 + random.nextInt(300));
      WriteCondition condition = condition(key);
      switch (random.nextInt(6)) {
        case 0 -> read(key);
        case 1 ->
            storage.delete(
                key,
                condition instanceof WriteCondition.IfMatch
                    ? DeleteOptions.builder().condition(condition).build()
                    : DeleteOptions.defaults());
        case 2 -> {
          memory.put(
              StorageKey.of("source"),
              Content.ofBytes(bytes),
              UploadOptions.defaults(),
              CallContext.unbounded());
          storage.copy(
              StorageKey.of("source"), key, CopyOptions.builder().condition(condition).build());
        }
        case 3 ->
            storage.upload(
                key,
                Content.ofStream(new ByteArrayInputStream(bytes)),
                UploadOptions.builder().condition(condition).build());
        default ->
            storage.upload(
                key, Content.ofBytes(bytes), UploadOptions.builder().condition(condition).build());
      }
    }

    private WriteCondition condition(StorageKey key) {
      String etag = memory.stat(key, CallContext.unbounded()).map(ObjectInfo::etag).orElse("none");
      return switch (random.nextInt(4)) {
        case 0 -> WriteCondition.ifAbsent();
        case 1 -> WriteCondition.ifMatch(etag);
        default -> WriteCondition.any();
      };
    }

    /** A read is right if it has the bytes of the version that it names. */
    private void read(StorageKey key) {
      try (Download download = storage.download(key)) {
        byte[] found = download.readAllBytes(1000);
        assertThat(found)
            .as("seed %d", seed)
            .isEqualTo(Bytes.of((int) download.info().sizeBytes()));
      }
      server.applied.add(server.operation);
    }

    /** Other clients, who write and delete while this one waits. */
    private void others() {
      server.deliver(false);
      StorageKey key = KEYS[random.nextInt(KEYS.length)];
      switch (random.nextInt(6)) {
        case 0 ->
            memory.put(
                key,
                Content.ofBytes(Bytes.of(1 + random.nextInt(300))),
                UploadOptions.defaults(),
                CallContext.unbounded());
        case 1 -> memory.delete(key, WriteCondition.any(), CallContext.unbounded());
        default -> {}
      }
    }
  }
}
