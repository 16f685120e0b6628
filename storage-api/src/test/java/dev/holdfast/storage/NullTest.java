// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and their builders take no null, and say which argument it was. */
@SuppressWarnings("NullAway") // callers that nobody checks
class NullTest {

  private static final StorageKey KEY = StorageKey.of("key");

  static Stream<Arguments> calls() {
    return Stream.of(
        call("contentType", () -> UploadOptions.builder().contentType(null)),
        call("fileName", () -> UploadOptions.builder().fileName(null)),
        call("name", () -> UploadOptions.builder().metadata(null, "a")),
        call("value", () -> UploadOptions.builder().metadata("a", null)),
        call("name", () -> UploadOptions.builder().tag(null, "a")),
        call("value", () -> UploadOptions.builder().tag("a", null)),
        call("condition", () -> UploadOptions.builder().condition(null)),
        call("timeout", () -> UploadOptions.builder().timeout(null)),
        call("listener", () -> UploadOptions.builder().listener(null)),
        call("range", () -> DownloadOptions.builder().range(null)),
        call("etag", () -> DownloadOptions.builder().ifMatch(null)),
        call("timeout", () -> DownloadOptions.builder().timeout(null)),
        call("listener", () -> DownloadOptions.builder().listener(null)),
        call("condition", () -> DeleteOptions.builder().condition(null)),
        call("timeout", () -> DeleteOptions.builder().timeout(null)),
        call("etag", () -> DeleteOptions.ifMatch(null)),
        call("condition", () -> CopyOptions.builder().condition(null)),
        call("timeout", () -> CopyOptions.builder().timeout(null)),
        call("prefix", () -> ListRequest.ofPrefix(null)),
        call("method", () -> PresignRequest.builder(null, KEY)),
        call("key", () -> PresignRequest.get(null)),
        call("key", () -> PresignRequest.put(null)),
        call("expiry", () -> put().expiry(null)),
        call("contentType", () -> put().contentType(null)),
        call("value", () -> StorageKey.of(null)),
        call("relative", () -> KEY.child(null)),
        call("etag", () -> WriteCondition.ifMatch(null)),
        call("algorithm", () -> new Checksum(null, "00")),
        call("hex", () -> new Checksum(Checksum.Algorithm.CRC32C, null)),
        call("info", () -> new UploadReceipt(null, Set.of("a"), 1)),
        call("key", () -> new DeleteReceipt(null, Set.of("a"), 1)),
        call("key", () -> ObjectInfo.builder(null, 1)),
        call("kind", () -> StorageException.builder(null)));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("calls")
  void call_withNull_namesIt(String argument, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(argument);
  }

  private static Arguments call(String argument, ThrowingCallable call) {
    return arguments(argument, call);
  }

  private static PresignRequest.Builder put() {
    return PresignRequest.builder(PresignRequest.Method.PUT, KEY);
  }
}
