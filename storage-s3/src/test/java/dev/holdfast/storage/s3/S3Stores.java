// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.resilience.Backoff;
import dev.holdfast.resilience.ByteBudget;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import dev.holdfast.testkit.s3.S3Dialect;
import dev.holdfast.testkit.s3.ScriptedS3;
import java.time.Duration;
import java.util.Random;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Opens drivers for tests, below all layers, with parts that are small. */
final class S3Stores {

  static final int PART_BYTES = 64 * 1024;
  static final int THRESHOLD = 512 * 1024;
  static final int PARTS_IN_FLIGHT = 3;
  static final String ACCESS_KEY = "c4n4ry-access";
  static final String SECRET_KEY = "c4n4ry-secret";

  /** As AWS, but for the size of parts. */
  static final S3Dialect SMALL_PARTS = S3Dialect.aws().minPartBytes(1);

  private S3Stores() {}

  /** A server that wants signatures. */
  static ScriptedS3 server() {
    return ScriptedS3.builder().dialect(SMALL_PARTS).credentials(ACCESS_KEY, SECRET_KEY).start();
  }

  static S3Storage.Builder settings(ScriptedS3 server) {
    return S3Storage.builder(server.bucket())
        .endpoint(server.endpoint())
        .profile(S3Profile.AWS)
        .credentials(ACCESS_KEY, SECRET_KEY);
  }

  static S3Driver open(ScriptedS3 server) {
    return open(settings(server));
  }

  static S3Driver open(S3Storage.Builder settings) {
    return open(settings, RetryPolicy.never());
  }

  /** A driver that repeats requests inside of an upload. */
  static S3Driver open(S3Storage.Builder settings, RetryPolicy retry) {
    Environment environment = environment();
    Transfers transfers = transfers(settings, retry, environment);
    return S3Opening.driver(
        settings,
        environment,
        transfers,
        SystemDefaultDnsResolver.INSTANCE,
        environment.scheduler()::close);
  }

  static Transfers transfers(
      S3Storage.Builder settings, RetryPolicy retry, Environment environment) {
    return new Transfers(
        THRESHOLD,
        PART_BYTES,
        PARTS_IN_FLIGHT,
        THRESHOLD,
        ByteBudget.create(40L * PART_BYTES, environment.waits()),
        new PartThreads(settings.name, 8),
        new Repeats(retry, RetryBudget.of(10, 1000, environment.ticker()), environment));
  }

  static RetryPolicy threeAttempts() {
    return RetryPolicy.builder()
        .attempts(3)
        .backoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)))
        .build();
  }

  static Environment environment() {
    return new Environment(
        Environment.systemClock(),
        Ticker.system(),
        Waits.parking(),
        Scheduler.system("holdfast-test", 1),
        new Random(1));
  }
}
