// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import dev.holdfast.testkit.storage.DriverFault;
import dev.holdfast.testkit.storage.FaultInjectingDriver;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as in flight, and what is refused. */
class LimitLayerTest {

  private static final CallContext CALL = CallContext.unbounded();

  private final Heard heard = new Heard();
  private final FaultInjectingDriver faults = FaultInjectingDriver.over(MemoryDriver.create());
  private final HookedDriver driver = new HookedDriver(faults);
  private final LimitLayer layer = new LimitLayer(driver, 1, heard.measures());

  LimitLayerTest() throws IOException {
    Requests.PUT.send(driver);
    driver.calls.set(0);
  }

  @ParameterizedTest
  @EnumSource
  void F18_requestOverTheLimit_isOverloadedAndNotSent(Requests request) throws IOException {
    InputStream body = get().body();
    driver.calls.set(0);
    Attempt attempt = Attempt.of(CALL, null);
    assertThatStorageFailure(() -> request.send(layer, attempt))
        .isNotApplied(Kind.OVERLOADED)
        .hasMessageContaining("at x failed: 1 requests are in flight")
        .matches(failure -> failure.attempts() == 0 && failure.settled());
    assertThat(attempt.refused()).isTrue();
    assertThat(driver.calls).hasValue(0);
    assertThat(heard.lines).singleElement().asString().endsWith(" LIMIT_REFUSED");
    body.close();
    request.send(layer, Attempt.of(CALL, null));
    request.send(layer);
  }

  @ParameterizedTest
  @EnumSource
  void F18_requestThatEndsByAnything_givesItsPermitBack(Requests request) throws IOException {
    List<Throwable> ends =
        List.of(
            StorageException.builder(Kind.UNAVAILABLE).build(),
            new IllegalStateException("bug"),
            new LinkageError("error"));
    for (Throwable end : ends) {
      driver.before = HookedDriver.fails(end);
      assertThat(catchThrowable(() -> request.send(layer))).isSameAs(end);
    }
    driver.before = call -> {};
    request.send(layer);
  }

  @Test
  void F18_refusals_leaveTheBreakerUntouched() throws IOException {
    StillTicker ticker = new StillTicker();
    BreakLayer breaking =
        new BreakLayer(
            layer, BreakerSettings.standard(), bytes -> Duration.ZERO, ticker, heard.measures());
    InputStream body = breaking.get(Requests.KEY, DownloadOptions.defaults(), CALL).body();
    for (int call = 0; call < 100; call++) {
      for (Requests each : Requests.values()) {
        assertThatStorageFailure(() -> each.send(breaking)).hasKind(Kind.OVERLOADED);
      }
    }
    assertThat(breaking.calm()).isTrue();
    body.close();
    for (Requests each : Requests.values()) {
      each.send(breaking);
    }
  }

  @Test
  void F18_driverWithoutConnections_leavesTheBreakerUntouched() {
    BreakLayer breaking =
        new BreakLayer(
            driver,
            BreakerSettings.standard(),
            bytes -> Duration.ZERO,
            new StillTicker(),
            heard.measures());
    driver.before = HookedDriver.fails(StorageException.builder(Kind.OVERLOADED).build());
    for (int call = 0; call < 100; call++) {
      assertThatStorageFailure(() -> Requests.PUT.send(breaking)).hasKind(Kind.OVERLOADED);
    }
    assertThat(breaking.calm()).isTrue();
  }

  @Test
  void get_bodyIsClosedTwice_givesOnePermitBack() throws IOException {
    InputStream first = get().body();
    first.close();
    InputStream second = get().body();
    first.close();
    assertThatStorageFailure(this::get).hasKind(Kind.OVERLOADED);
    second.close();
    get().body().close();
  }

  @Test
  void get_bodyFails_countsUntilItIsClosed() throws IOException {
    faults.inject(DriverFault.inBody(10));
    InputStream broken = get().body();
    assertThatThrownBy(broken::readAllBytes).isInstanceOf(IOException.class);
    assertThatStorageFailure(this::get).hasKind(Kind.OVERLOADED);
    broken.close();
    get().body().close();
  }

  @Test
  void get_closingTheBodyFails_givesThePermitBack() throws IOException {
    driver.download =
        opened ->
            new DriverDownload(
                opened.info(),
                opened.range(),
                new FilterInputStream(opened.body()) {
                  @Override
                  public void close() throws IOException {
                    throw new IOException("reset");
                  }
                });
    assertThatThrownBy(() -> get().body().close()).hasMessage("reset");
    assertThatThrownBy(() -> get().body().close()).hasMessage("reset");
  }

  @Test
  void session_countsUntilItIsClosed() throws IOException {
    DriverUpload upload = layer.begin(Requests.KEY, UploadOptions.defaults(), CALL);
    upload.write(new byte[1], 0, 1);
    upload.commit();
    assertThatStorageFailure(() -> Requests.STAT.send(layer)).hasKind(Kind.OVERLOADED);
    upload.close();
    upload.close();
    Requests.STAT.send(layer);
  }

  @Test
  void session_closingFails_givesThePermitBack() throws IOException {
    driver.session =
        upload ->
            new DriverUpload() {
              @Override
              public void write(byte[] bytes, int offset, int length) {
                upload.write(bytes, offset, length);
              }

              @Override
              public ObjectInfo commit() {
                return upload.commit();
              }

              @Override
              public void close() {
                throw new IllegalStateException("close");
              }
            };
    assertThatThrownBy(() -> Requests.SESSION.send(layer)).hasMessage("close");
    Requests.STAT.send(layer);
  }

  @Test
  void F18_randomRequestsOfManyThreads_neverExceedTheLimitAndLoseNoPermit() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    driver.before =
        call -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          assertThat(inside).hasPositiveValue();
          inside.decrementAndGet();
        };
    LimitLayer three = new LimitLayer(driver, 3, heard.measures());
    long seed = new Random().nextLong();
    List<Requests> sorts = List.of(Requests.values());
    List<Callable<Void>> clients = new ArrayList<>();
    for (int client = 0; client < 8; client++) {
      Random random = new Random(seed + client);
      clients.add(
          () -> {
            for (int step = 0; step < 500; step++) {
              Requests request = sorts.get(random.nextInt(sorts.size()));
              try {
                request.send(three);
              } catch (StorageException e) {
                assertThat(e.kind()).isEqualTo(Kind.OVERLOADED);
              }
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Void> done : threads.invokeAll(clients, 60, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).as("seed %d", seed).hasValueLessThanOrEqualTo(3);
    List<InputStream> bodies = new ArrayList<>();
    for (int permit = 0; permit < 3; permit++) {
      bodies.add(three.get(Requests.KEY, DownloadOptions.defaults(), CALL).body());
    }
    assertThatStorageFailure(() -> Requests.STAT.send(three)).hasKind(Kind.OVERLOADED);
    for (InputStream body : bodies) {
      body.close();
    }
  }

  private DriverDownload get() {
    return layer.get(Requests.KEY, DownloadOptions.defaults(), CALL);
  }
}
