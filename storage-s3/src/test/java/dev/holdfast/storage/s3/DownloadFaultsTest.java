// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.engine.Timeouts;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.net.Fault.Ending;
import dev.holdfast.testkit.s3.RequestMatcher;
import dev.holdfast.testkit.s3.S3Fault;
import dev.holdfast.testkit.s3.S3Operation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bodies that break, lie, drip, and are left. */
final class DownloadFaultsTest extends S3Fixture {

  private static final RequestMatcher GET = RequestMatcher.operation(S3Operation.GET_OBJECT);

  @Test
  void F12_T6_body_shorterThanAnnounced_isNoEnd() {
    put(bytes(100_000));
    for (Ending ending : new Ending[] {Ending.CLOSE, Ending.RESET}) {
      server.on(GET).answer(S3Fault.truncate(50_000, ending));
      DriverDownload download = get();
      assertThatThrownBy(() -> download.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void F16_T5_close_muchIsLeft_dropsTheConnectionAtOnce() throws IOException {
    put(bytes(64 << 20));
    InputStream body = get().body();
    assertThat(body.readNBytes(1024)).hasSize(1024);
    long begun = System.nanoTime();
    body.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(200));
    assertThat(server.awaitRequests(all -> all.get(all.size() - 1).ended(), PATIENCE)).isTrue();
    assertThat(server.requests(GET).get(0).sentBytes()).isLessThan(12L << 20);
  }

  @Test
  void T5_close_littleIsLeft_keepsTheConnection() throws IOException {
    put(bytes(200_000));
    long before = server.acceptedConnections();
    for (int round = 0; round < 10; round++) {
      InputStream body = get().body();
      assertThat(body.readNBytes(10)).hasSize(10);
      body.close();
      body.close();
    }
    assertThat(server.acceptedConnections()).isEqualTo(before);
  }

  @Test
  void F16_close_littleIsLeftButDrips_dropsTheConnectionSoon() throws IOException {
    put(bytes(100_000));
    server.on(GET).answer(S3Fault.drip(10, Duration.ofSeconds(5)));
    InputStream body = get().body();
    long begun = System.nanoTime();
    body.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void close_afterTheDriver_dropsTheConnection() throws IOException {
    put(bytes(100_000));
    InputStream body = get().body();
    driver.close();
    body.close();
    assertThatThrownBy(() -> body.readNBytes(100_000)).isInstanceOf(IOException.class);
  }

  @Test
  void T5_F18_bodiesNeverRead_leaveOthersTheirConnections() {
    use(S3Stores.open(S3Stores.settings(server).maxRequests(1).timeouts(quick())));
    put(bytes(1 << 20));
    List<DriverDownload> open = new ArrayList<>();
    for (int at = 0; at < 9; at++) {
      open.add(get());
    }
    assertThatStorageFailure(this::get).isNotApplied(Kind.OVERLOADED);
    assertThatStorageFailure(() -> put(bytes(10))).isNotApplied(Kind.OVERLOADED);
    open.forEach(DownloadFaultsTest::close);
    assertThat(stat()).isPresent();
  }

  @Test
  void get_serverIgnoresTheRange_isRefused() {
    put(bytes(1000));
    server.on(GET).times(2).answer(S3Fault.answer(200, Map.of("ETag", "\"x\""), bytes(1000)));
    assertThatStorageFailure(() -> driver.get(KEY, range(ByteSelection.from(10)), CALL))
        .isNotApplied(Kind.UNAVAILABLE);
    DriverDownload whole = driver.get(KEY, range(ByteSelection.from(0)), CALL);
    assertThat(whole.range()).isEqualTo(new ByteSelection.Slice(0, 1000));
    close(whole);
  }

  @Test
  void get_otherBytesThanAsked_isRefused() {
    put(bytes(1000));
    for (String range : new String[] {"bytes 11-20/1000", "bytes 10-19/1000", "bytes */1000"}) {
      server
          .on(GET)
          .answer(S3Fault.answer(206, Map.of("ETag", "\"x\"", "Content-Range", range), bytes(9)));
      assertThatStorageFailure(() -> driver.get(KEY, range(ByteSelection.slice(10, 10)), CALL))
          .isNotApplied(Kind.UNAVAILABLE);
    }
  }

  @Test
  void T9_range_isAskedForByBytes() {
    put(bytes(1000));
    close(driver.get(KEY, range(ByteSelection.suffix(5)), CALL));
    close(driver.get(KEY, range(ByteSelection.slice(3, 4)), CALL));
    assertThat(server.requests(GET))
        .extracting(request -> request.header("range"))
        .containsExactly("bytes=-5", "bytes=3-6");
    assertThat(server.requests(GET)).allMatch(request -> request.part() == 0);
  }

  private static DownloadOptions range(ByteSelection range) {
    return DownloadOptions.builder().range(range).build();
  }

  private static Timeouts quick() {
    return Timeouts.builder().control(Duration.ofMillis(300)).build();
  }

  private static void close(DriverDownload download) {
    try {
      download.body().close();
    } catch (IOException e) {
      throw new AssertionError("closing does not fail", e);
    }
  }
}
