// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkheadTest {

  private final Bulkhead bulkhead = Bulkhead.create("redis", 3);

  @Test
  void tryAcquire_limitReached_isRefusedUntilOneCloses() {
    List<Bulkhead.Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      permits.add(bulkhead.tryAcquire().orElseThrow());
    }
    assertThat(bulkhead.tryAcquire()).isEmpty();
    permits.get(0).close();
    permits.get(0).close(); // once more gives nothing back
    assertThat(bulkhead.available()).isEqualTo(1);
    assertThat(bulkhead.tryAcquire()).isPresent();
    assertThat(bulkhead.tryAcquire()).isEmpty();
    assertThat(bulkhead).hasToString("bulkhead redis, 0 of 3 free");
  }

  @Test
  void tryAcquire_interruptedThread_isServedAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThat(bulkhead.tryAcquire()).isPresent();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void tryAcquire_eightThreads_neverMoreThanTheLimitInside() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    RealThreads threads = new RealThreads();
    for (int t = 0; t < 8; t++) {
      threads.start(
          "client-" + t,
          () -> {
            for (int i = 0; i < 2_000; i++) {
              bulkhead.tryAcquire().ifPresent(permit -> visit(permit, inside, served));
            }
            return null;
          });
    }
    threads.join();
    assertThat(served).hasPositiveValue();
    assertThat(bulkhead.available()).isEqualTo(3);
  }

  private static void visit(Bulkhead.Permit permit, AtomicInteger inside, AtomicInteger served) {
    try (permit) {
      assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(3);
      served.incrementAndGet();
      inside.decrementAndGet();
    }
  }

  @Test
  void create_noPermits_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bulkhead.create("none", 0))
        .withMessageContaining("none");
  }
}
