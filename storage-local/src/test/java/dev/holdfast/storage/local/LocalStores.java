// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Opens stores for tests, below the front, in an environment without threads of its own. */
final class LocalStores {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private LocalStores() {}

  static LocalDriver open(Path root) {
    return open(LocalStorage.builder(root).lockWait(Duration.ZERO));
  }

  static LocalDriver open(LocalStorage.Builder settings) {
    return open(settings, environment());
  }

  static LocalDriver open(LocalStorage.Builder settings, Environment environment) {
    return StoreOpening.driver(settings, environment, ConcurrentHashMap.newKeySet(), () -> {});
  }

  static Environment environment() {
    return environment(InstantSource.fixed(NOW));
  }

  static Environment environment(InstantSource clock) {
    return new Environment(
        clock, Ticker.system(), Waits.parking(), new NoScheduler(), new Random(1));
  }

  /** Takes tasks and never runs them. */
  private static final class NoScheduler implements Scheduler {

    @Override
    public Task schedule(String name, Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public Task repeat(String name, Duration period, Runnable task) {
      return () -> {};
    }

    @Override
    public void close() {}
  }
}
