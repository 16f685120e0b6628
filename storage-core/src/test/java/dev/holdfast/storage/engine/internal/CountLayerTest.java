// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Deadline;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each request is counted and told once. */
class CountLayerTest {

  private final Heard heard = new Heard();
  private final StillTicker ticker = new StillTicker();
  private final FaultInjectingDriver faults = FaultInjectingDriver.over(MemoryDriver.create());
  private final HookedDriver driver = new HookedDriver(faults);
  private final CountLayer layer = new CountLayer(driver, ticker, heard.measures());

  @Test
  void request_ofEachSort_isToldOnceWithItsTime() throws IOException {
    driver.before = call -> ticker.advance(Duration.ofMillis(7));
    for (Requests each : Requests.values()) {
      each.send(layer);
    }
    assertThat(heard.lines)
        .containsExactly(
            "x upload 7 ms",
            "x upload 0 ms",
            "x stat 7 ms",
            "x download 7 ms",
            "x copy 7 ms",
            "x list 7 ms",
            "x delete 7 ms");
  }

  @Test
  void request_thatFails_isToldWithItsFailure() {
    faults.inject(DriverFault.after(Kind.TIMEOUT, Outcome.UNKNOWN));
    assertThatThrownBy(() -> Requests.PUT.send(layer)).hasMessageContaining("injected");
    IllegalStateException bug = new IllegalStateException("bug");
    driver.before =
        call -> {
          throw bug;
        };
    assertThatThrownBy(() -> Requests.STAT.send(layer)).isSameAs(bug);
    assertThatThrownBy(() -> Requests.DELETE.send(layer)).isSameAs(bug);
    assertThat(heard.lines)
        .containsExactly(
            "x upload 0 ms TIMEOUT UNKNOWN",
            "x stat 0 ms UNAVAILABLE NOT_APPLIED",
            "x delete 0 ms UNAVAILABLE UNKNOWN");
  }

  @Test
  void session_thatIsNotCommitted_isNoAttempt() {
    try (DriverUpload upload =
        layer.begin(Requests.KEY, UploadOptions.defaults(), CallContext.unbounded())) {
      upload.write(new byte[1], 0, 1);
    }
    assertThat(heard.lines).isEmpty();
  }

  @Test
  void session_isCountedFromItsBeginning() {
    Attempt attempt = Attempt.of(CallContext.unbounded(), null);
    driver.before =
        call -> {
          throw new IllegalStateException("bug");
        };
    Requests.SESSION.quietly(layer, attempt);
    assertThat(attempt.requests()).isEqualTo(1);
    assertThat(heard.lines).as("what has not begun has not ended").isEmpty();
  }

  @Test
  void requestsSideBySide_countForTheirCallAndAreToldByItsName() {
    Asked asked = new Asked();
    Attempt look = Attempt.lookFor(asked, StorageOperation.UPLOAD);
    Requests.STAT.quietly(layer, Attempt.beside(look));
    Attempt second = Attempt.beside(look);
    Requests.STAT.quietly(layer, Attempt.within(second, Deadline.never()));
    assertThat(look.requests()).isEqualTo(2);
    assertThat(second.requests()).isEqualTo(1);
    assertThat(asked.requests).isEqualTo(2);
    assertThat(heard.lines).containsExactly("x upload 0 ms", "x upload 0 ms");
    Attempt.refuse(second);
    assertThat(look.refused()).isFalse();
  }

  /** A call of a user that counts. */
  private static final class Asked implements CountingCall {

    int requests;

    @Override
    public Duration remaining() {
      return CallContext.unbounded().remaining();
    }

    @Override
    public void requestSent() {
      requests++;
    }
  }
}
