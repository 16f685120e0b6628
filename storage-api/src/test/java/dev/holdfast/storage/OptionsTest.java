// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Options and requests: defaults, bounds, and that a copy keeps every field. */
class OptionsTest {

  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final TransferListener LISTENER = (transferredBytes, totalBytes) -> {};

  @Test
  void upload_defaults() {
    UploadOptions options = UploadOptions.defaults();
    assertThat(options.contentType()).isEmpty();
    assertThat(options.fileName()).isEmpty();
    assertThat(options.metadata()).isEmpty();
    assertThat(options.tags()).isEmpty();
    assertThat(options.condition()).isEqualTo(WriteCondition.any());
    assertThat(options.timeout()).isEmpty();
    assertThat(options.listener()).isEmpty();
  }

  @Test
  void upload_everyField_survivesACopy() throws ReflectiveOperationException {
    UploadOptions options =
        UploadOptions.builder()
            .contentType("image/png")
            .fileName("x.png")
            .metadata("m", "1")
            .tag("t", "2")
            .condition(WriteCondition.ifAbsent())
            .timeout(TIMEOUT)
            .listener(LISTENER)
            .build();
    expectCopy(UploadOptions.defaults(), options, options.toBuilder().build());
    assertThat(options.contentType()).contains("image/png");
    assertThat(options.fileName()).contains("x.png");
    assertThat(options.metadata()).isEqualTo(Map.of("m", "1")).isUnmodifiable();
    assertThat(options.tags()).isEqualTo(Map.of("t", "2")).isUnmodifiable();
    assertThat(options.condition()).isEqualTo(WriteCondition.ifAbsent());
    assertThat(options.timeout()).contains(TIMEOUT);
    assertThat(options.listener()).containsSame(LISTENER);
  }

  @Test
  void upload_builderUsedAgain_leavesWhatWasBuilt() {
    UploadOptions.Builder builder = UploadOptions.builder().metadata("a", "1").tag("a", "1");
    UploadOptions first = builder.build();
    UploadOptions second = builder.metadata("a", "2").tag("b", "2").build();
    UploadOptions third = first.toBuilder().metadata("c", "3").build();
    assertThat(first.metadata()).isEqualTo(Map.of("a", "1"));
    assertThat(first.tags()).isEqualTo(Map.of("a", "1"));
    assertThat(second.metadata()).isEqualTo(Map.of("a", "2"));
    assertThat(second.tags()).containsOnlyKeys("a", "b");
    assertThat(third.metadata()).containsOnlyKeys("a", "c");
  }

  @Test
  void download_defaults() {
    DownloadOptions options = DownloadOptions.defaults();
    assertThat(options.range()).isEqualTo(ByteSelection.whole());
    assertThat(options.ifMatch()).isEmpty();
    assertThat(options.timeout()).isEmpty();
    assertThat(options.listener()).isEmpty();
  }

  @Test
  void download_everyField_survivesACopy() throws ReflectiveOperationException {
    DownloadOptions options =
        DownloadOptions.builder()
            .range(ByteSelection.suffix(3))
            .ifMatch("e1")
            .timeout(TIMEOUT)
            .listener(LISTENER)
            .build();
    expectCopy(DownloadOptions.defaults(), options, options.toBuilder().build());
    assertThat(options.range()).isEqualTo(ByteSelection.suffix(3));
    assertThat(options.ifMatch()).contains("e1");
    assertThat(options.timeout()).contains(TIMEOUT);
    assertThat(options.listener()).containsSame(LISTENER);
  }

  @Test
  void S14_download_badEtagAndTimeout_areListedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DownloadOptions.builder().ifMatch("a\r\nb").timeout(Duration.ZERO).build())
        .withMessage(
            "the etag has a character that is not allowed (U+000D),"
                + " and timeout must be more than zero: PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(DownloadOptions.builder().ifMatch("")::build)
        .withMessage("the etag is empty");
  }

  @Test
  void copy_settings() {
    assertThat(CopyOptions.defaults().condition()).isEqualTo(WriteCondition.any());
    assertThat(CopyOptions.defaults().timeout()).isEmpty();
    CopyOptions options =
        CopyOptions.builder().condition(WriteCondition.ifMatch("e1")).timeout(TIMEOUT).build();
    assertThat(options.condition()).isEqualTo(WriteCondition.ifMatch("e1"));
    assertThat(options.timeout()).contains(TIMEOUT);
  }

  @Test
  void delete_settings() {
    assertThat(DeleteOptions.defaults().condition()).isEqualTo(WriteCondition.any());
    assertThat(DeleteOptions.defaults().timeout()).isEmpty();
    assertThat(DeleteOptions.ifMatch("e1").condition()).isEqualTo(WriteCondition.ifMatch("e1"));
    assertThat(DeleteOptions.builder().timeout(TIMEOUT).build().timeout()).contains(TIMEOUT);
  }

  @Test
  void delete_ifAbsentAndBadTimeout_areListedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DeleteOptions.builder()
                    .condition(WriteCondition.ifAbsent())
                    .timeout(TIMEOUT.negated())
                    .build())
        .withMessage(
            "a delete cannot be conditional on absence,"
                + " and timeout must be more than zero: PT-3S");
  }

  @Test
  void timeouts_ofZeroOrLess_areRefused() {
    for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(-9))) {
      String message = "timeout must be more than zero: " + bad;
      assertThatIllegalArgumentException()
          .isThrownBy(UploadOptions.builder().timeout(bad)::build)
          .withMessage(message);
      assertThatIllegalArgumentException()
          .isThrownBy(DownloadOptions.builder().timeout(bad)::build)
          .withMessage(message);
      assertThatIllegalArgumentException()
          .isThrownBy(CopyOptions.builder().timeout(bad)::build)
          .withMessage(message);
      assertThatIllegalArgumentException()
          .isThrownBy(DeleteOptions.builder().timeout(bad)::build)
          .withMessage(message);
    }
    Duration least = Duration.ofNanos(1);
    assertThat(UploadOptions.builder().timeout(least).build().timeout()).contains(least);
  }

  @Test
  void list_everyField_survivesACopy() throws ReflectiveOperationException {
    ListRequest defaults = ListRequest.builder().build();
    assertThat(defaults.prefix()).isEmpty();
    assertThat(defaults.grouped()).isFalse();
    assertThat(defaults.token()).isEmpty();
    assertThat(defaults.pageSize()).isEqualTo(1000);
    ListRequest request =
        ListRequest.builder().prefix("a/").grouped(true).token("t").pageSize(1).build();
    expectCopy(defaults, request, request.toBuilder().build());
    assertThat(request.prefix()).isEqualTo("a/");
    assertThat(request.grouped()).isTrue();
    assertThat(request.token()).contains("t");
    assertThat(request.pageSize()).isEqualTo(1);
    assertThat(request.toBuilder().token(null).build().token()).isEmpty();
    assertThat(ListRequest.ofPrefix("x").prefix()).isEqualTo("x");
  }

  @Test
  void list_bounds() {
    for (String prefix : List.of("", "/", "a//", "..", "\u7d42".repeat(341) + "a", "~", "C:")) {
      assertThat(ListRequest.ofPrefix(prefix).prefix()).isEqualTo(prefix);
    }
    assertThat(ListRequest.builder().pageSize(1000).build().pageSize()).isEqualTo(1000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListRequest.ofPrefix("\u7d42".repeat(341) + "ab"))
        .withMessage("prefix must have at most 1,024 bytes: 1025");
    for (int size : new int[] {0, -1, 1001, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(ListRequest.builder().pageSize(size)::build)
          .withMessage("pageSize must be 1 to 1,000: " + size);
    }
  }

  @Test
  void S3_S4_list_prefixThatNoKeyCanHave_isRefusedWithAllProblems() {
    assertThatIllegalArgumentException()
        .isThrownBy(ListRequest.builder().prefix("a\n").pageSize(0)::build)
        .withMessage(
            "prefix has a character that is not allowed (U+000A),"
                + " and pageSize must be 1 to 1,000: 0");
    assertThatIllegalArgumentException().isThrownBy(() -> ListRequest.ofPrefix("half \ud83d"));
  }

  @Test
  void S18_presign_bounds() {
    assertThat(PresignRequest.get(KEY).expiry()).isEqualTo(Duration.ofMinutes(15));
    for (Duration fine : List.of(Duration.ofSeconds(1), TIMEOUT, Duration.ofDays(7))) {
      assertThat(put().expiry(fine).build().expiry()).isEqualTo(fine);
    }
    for (Duration bad :
        List.of(
            Duration.ofMillis(999),
            Duration.ZERO,
            Duration.ofSeconds(-5),
            Duration.ofDays(7).plusNanos(1))) {
      assertThatIllegalArgumentException()
          .isThrownBy(put().expiry(bad)::build)
          .withMessage("expiry must be 1 second to 7 days: " + bad);
    }
  }

  @Test
  void presign_settings() {
    assertThat(PresignRequest.get(KEY).method()).isEqualTo(PresignRequest.Method.GET);
    assertThat(PresignRequest.put(KEY).method()).isEqualTo(PresignRequest.Method.PUT);
    assertThat(PresignRequest.put(KEY).key()).isEqualTo(KEY);
    assertThat(PresignRequest.put(KEY).contentType()).isEmpty();
    assertThat(put().contentType("image/png").build().contentType()).contains("image/png");
  }

  @Test
  void S14_presign_contentTypeThatWouldBreakOutOfAHeader_isRefused() {
    for (String type : List.of("a\r\nX-Evil: 1", "a\n", "", " a", "a ", "\u00e4")) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(put().contentType(type)::build)
          .withMessageStartingWith("presign failed: the content type is not 1 to 255 printable")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.INVALID_METADATA));
    }
  }

  private static PresignRequest.Builder put() {
    return PresignRequest.builder(PresignRequest.Method.PUT, KEY);
  }

  /** Every field was set to something of its own, and the copy has the same. */
  private static <T> void expectCopy(T defaults, T value, T copy)
      throws ReflectiveOperationException {
    List<Field> fields =
        Stream.of(value.getClass().getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
            .toList();
    assertThat(fields).isNotEmpty();
    assertThat(copy).isNotSameAs(value);
    for (Field field : fields) {
      field.setAccessible(true);
      assertThat(field.get(value)).as(field.getName()).isNotEqualTo(field.get(defaults));
      assertThat(field.get(copy)).as(field.getName()).isEqualTo(field.get(value));
    }
  }
}
