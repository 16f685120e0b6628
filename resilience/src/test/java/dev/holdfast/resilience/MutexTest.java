// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MutexTest {

  private final Mutex mutex = new Mutex(Waits.parking());
  private final RealThreads threads = new RealThreads();
  private int balance;

  @Test
  void acquire_eightThreads_excludesAndAllGetTheirTurn() throws Exception {
    for (int t = 0; t < 8; t++) {
      threads.start(
          "adder-" + t,
          () -> {
            for (int i = 0; i < 1_000; i++) {
              assertThat(mutex.acquire(RealThreads.generous())).isTrue();
              balance++;
              mutex.release();
            }
            return null;
          });
    }
    threads.join();
    assertThat(balance).isEqualTo(8_000);
  }

  @Test
  void acquire_held_givesUpAtTheDeadline() throws Exception {
    assertThat(mutex.tryAcquire()).isTrue();
    assertThat(mutex.tryAcquire()).isFalse();
    Deadline soon = Deadline.after(Duration.ofMillis(5), Ticker.system());
    assertThat(mutex.acquire(soon)).isFalse();
    mutex.release();
    assertThat(mutex.acquire(soon)).isTrue();
  }

  @Test
  void release_free_isAnError() {
    assertThatIllegalStateException().isThrownBy(mutex::release);
  }
}
