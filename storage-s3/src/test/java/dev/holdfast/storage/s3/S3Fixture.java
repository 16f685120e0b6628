// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.s3.ScriptedS3;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** A driver over a scripted server, and the calls that tests make. */
abstract class S3Fixture {

  static final CallContext CALL = CallContext.unbounded();
  static final StorageKey KEY = StorageKey.of("key");
  static final UploadOptions PLAIN = UploadOptions.defaults();
  static final UploadOptions IF_ABSENT = conditional(WriteCondition.ifAbsent());
  static final Duration PATIENCE = Duration.ofSeconds(10);

  final ScriptedS3 server = S3Stores.server();
  S3Driver driver = S3Stores.open(server);

  @AfterEach
  final void closeAll() {
    driver.close();
    server.close();
  }

  /** Goes on with another driver. */
  final void use(S3Driver other) {
    driver.close();
    driver = other;
  }

  final ObjectInfo put(byte[] bytes) {
    return driver.put(KEY, Content.ofBytes(bytes), PLAIN, CALL);
  }

  final ObjectInfo put(StorageKey key, byte[] bytes, UploadOptions options) {
    return driver.put(key, Content.ofBytes(bytes), options, CALL);
  }

  final DriverDownload get() {
    return driver.get(KEY, DownloadOptions.defaults(), CALL);
  }

  final Optional<ObjectInfo> stat() {
    return driver.stat(KEY, CALL);
  }

  static UploadOptions conditional(WriteCondition condition) {
    return UploadOptions.builder().condition(condition).build();
  }

  static Content stream(byte[] bytes) {
    return Content.ofStream(new ByteArrayInputStream(bytes));
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** A call with a write id and a time. */
  static CallContext call(String writeId, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return new CallContext() {
      @Override
      public Duration remaining() {
        return Duration.ofNanos(Math.max(0L, end - System.nanoTime()));
      }

      @Override
      public Optional<String> writeId() {
        return Optional.of(writeId);
      }
    };
  }
}
