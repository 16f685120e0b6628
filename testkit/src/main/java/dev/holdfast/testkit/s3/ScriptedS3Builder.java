// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.resilience.Waits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link ScriptedS3}. For one thread. */
public final class ScriptedS3Builder {
  final List<String> buckets = new ArrayList<>(List.of("bucket"));
  final Map<String, String> secrets = new LinkedHashMap<>();
  S3Dialect dialect = S3Dialect.aws();
  InstantSource clock = Environment.systemClock();
  Waits waits = Waits.parking();
  Ticker ticker = Ticker.system();
  @Nullable SSLContext tls;
  String region = "us-east-1";
  boolean versioned;
  long keepAtMost = Long.MAX_VALUE;
  int mostConnections = 512;
  int mostRequests = 100_000;

  ScriptedS3Builder() {}

  /** The buckets that exist. Default: one, named {@code bucket}. */
  public ScriptedS3Builder buckets(String first, String... others) {
    buckets.clear();
    buckets.add(first);
    buckets.addAll(Arrays.asList(others));
    return this;
  }

  /** How the server behaves. Default: {@link S3Dialect#aws()}. */
  public ScriptedS3Builder dialect(S3Dialect newValue) {
    dialect = Objects.requireNonNull(newValue, "dialect");
    return this;
  }

  /**
   * A key whose signatures are taken. With one or more, every request must be signed. Default:
   * none, and signatures are not looked at.
   */
  public ScriptedS3Builder credentials(String accessKey, String secretKey) {
    secrets.put(accessKey, secretKey);
    return this;
  }

  /** The region that signatures must name. Default: {@code us-east-1}. */
  public ScriptedS3Builder region(String newValue) {
    region = Objects.requireNonNull(newValue, "region");
    return this;
  }

  /** Whether old versions can be read and deletes leave markers. Default: false. */
  public ScriptedS3Builder versioned(boolean newValue) {
    versioned = newValue;
    return this;
  }

  /** The wall clock for dates, signatures and expiry. Default: that of the machine. */
  public ScriptedS3Builder clock(InstantSource newValue) {
    clock = Objects.requireNonNull(newValue, "clock");
    return this;
  }

  /** How the server waits in slow answers. Default: real time. */
  public ScriptedS3Builder waits(Waits newWaits, Ticker newTicker) {
    waits = Objects.requireNonNull(newWaits, "waits");
    ticker = Objects.requireNonNull(newTicker, "ticker");
    return this;
  }

  /** Encrypts every connection with the keys of a context. Default: plain HTTP. */
  public ScriptedS3Builder tls(SSLContext context) {
    tls = Objects.requireNonNull(context, "context");
    return this;
  }

  /**
   * A body of a request that is longer is kept as so many zero bytes, with the ETag of what came;
   * for tests with objects that do not fit the memory. Default: all is kept.
   */
  public ScriptedS3Builder keepAtMost(long bodyBytes) {
    keepAtMost = bodyBytes;
    return this;
  }

  /** How many connections may be open; one more is closed at once. Default: 512. */
  public ScriptedS3Builder mostConnections(int newValue) {
    mostConnections = newValue;
    return this;
  }

  /** How many requests are remembered, the newest ones. Default: 100,000. */
  public ScriptedS3Builder mostRequests(int newValue) {
    mostRequests = newValue;
    return this;
  }

  /**
   * Starts the server.
   *
   * @throws java.io.UncheckedIOException if no port can be bound
   */
  public ScriptedS3 start() {
    return new ScriptedS3(this);
  }
}
