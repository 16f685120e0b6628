// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.FileStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some callers of a store are interrupted again and again, others beside them are not. */
final class InterruptStormTest {

  private static final int VICTIMS = 3;
  private static final int OTHERS = 3;
  private static final long STORM_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final long MOST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(800);

  @TempDir private Path root;

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"NONE", "FILE_AND_DIRECTORY"})
  void F28_interruptStorm_victimsAreCancelledAndOthersSeeNothing(
      Durability durability, TestReporter reporter) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    AtomicBoolean over = new AtomicBoolean();
    List<StormCaller> callers = new ArrayList<>();
    LocalStorage.Builder settings =
        LocalStorage.builder(root).durability(durability).lockWait(Duration.ZERO);
    try (FileStorage storage = settings.build()) {
      for (int i = 0; i < VICTIMS + OTHERS; i++) {
        callers.add(new StormCaller(storage, i, i < VICTIMS, new Random(random.nextLong()), over));
      }
      try {
        callers.forEach(StormCaller::start);
        storm(callers.subList(0, VICTIMS), random);
      } finally {
        over.set(true);
        for (StormCaller caller : callers) {
          caller.join(TimeUnit.SECONDS.toMillis(30));
        }
      }
      long cancelled = 0;
      for (StormCaller caller : callers) {
        caller.check("seed " + seed);
        cancelled += caller.cancelled();
      }
      reporter.publishEntry("seed %d: %d calls cancelled".formatted(seed, cancelled));
      assertThat(cancelled).as("calls cancelled, seed %d", seed).isGreaterThan(VICTIMS);
      RealStore.assertClean(root);
    }
    assertThat(RealStore.open(root)).isEmpty();
    try (FileStorage storage = settings.build()) {
      for (StormCaller caller : callers) {
        caller.check(storage, "opened again, seed " + seed);
      }
    }
  }

  private static void storm(List<StormCaller> victims, Random random) {
    long end = System.nanoTime() + STORM_NANOS;
    while (System.nanoTime() < end) {
      victims.get(random.nextInt(victims.size())).interrupt();
      LockSupport.parkNanos(random.nextLong(MOST_PAUSE_NANOS));
    }
  }
}
