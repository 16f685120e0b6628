// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Conditions, checksums, receipts and descriptions: what they check and what they copy. */
class ValueTypesTest {

  private static final StorageKey KEY = StorageKey.of("a/b");
  private static final ObjectInfo INFO =
      ObjectInfo.builder(KEY, 5).etag("e1").modified(Instant.EPOCH).build();

  @Test
  void condition_factories_giveTheCases() {
    assertThat(WriteCondition.any()).isSameAs(WriteCondition.Any.ANY);
    assertThat(WriteCondition.ifAbsent()).isSameAs(WriteCondition.IfAbsent.IF_ABSENT);
    assertThat(WriteCondition.ifMatch("e1")).isEqualTo(new WriteCondition.IfMatch("e1"));
    assertThat(WriteCondition.ifMatch("\"\u00ff-1\"")).isNotEqualTo(WriteCondition.ifMatch("-1"));
  }

  @Test
  void S14_condition_etagThatWouldBreakOutOfAHeader_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WriteCondition.ifMatch(""))
        .withMessage("the etag is empty");
    for (String etag : List.of("a\r\nX-Evil: 1", "\n", "a\u0000", "\u0085", "\ud83d")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WriteCondition.ifMatch(etag))
          .withMessageMatching(
              "the etag has a character that is not allowed \\(U\\+[0-9A-F]{4}\\)");
    }
  }

  @Test
  void checksum_ofBytes_isBigEndianHexadecimal() {
    CRC32C crc = new CRC32C();
    crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
    assertThat(Checksum.crc32c(crc.getValue()))
        .as("the check value of RFC 3720")
        .isEqualTo(new Checksum(Checksum.Algorithm.CRC32C, "e3069283"))
        .hasToString("CRC32C:e3069283");
    assertThat(Checksum.crc32c(0).hex()).isEqualTo("00000000");
    assertThat(Checksum.crc32c(0xffff_ffffL).hex()).isEqualTo("ffffffff");
    assertThat(new Checksum(Checksum.Algorithm.SHA_256, "0a".repeat(32)))
        .hasToString("SHA_256:" + "0a".repeat(32));
  }

  @Test
  void checksum_ofAnotherForm_isRefused() {
    for (String hex :
        List.of("", "0", "0000000", "000000000", "0000000G", "ABCDEF00", "0x000000")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Checksum(Checksum.Algorithm.CRC32C, hex))
          .withMessage("CRC32C needs 8 lower-case hexadecimal digits: " + hex);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Checksum(Checksum.Algorithm.SHA_256, "0".repeat(63) + "\n"))
        .withMessageEndingWith("0\\u{A}");
    assertThatIllegalArgumentException().isThrownBy(() -> Checksum.crc32c(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Checksum.crc32c(1L << 32));
  }

  @Test
  void uploadReceipt_copiesAndDelegates() {
    Set<String> tiers = new HashSet<>(Set.of("s3", "disk"));
    UploadReceipt receipt = new UploadReceipt(INFO, tiers, 2);
    tiers.clear();
    assertThat(receipt.tiers()).containsExactlyInAnyOrder("s3", "disk").isUnmodifiable();
    assertThat(receipt.key()).isEqualTo(KEY);
    assertThat(receipt.etag()).isEqualTo("e1");
    assertThat(receipt.attempts()).isEqualTo(2);
  }

  @Test
  void deleteReceipt_copies() {
    Set<String> tiers = new HashSet<>(Set.of("s3"));
    DeleteReceipt receipt = new DeleteReceipt(KEY, tiers, 1);
    tiers.clear();
    assertThat(receipt.tiers()).containsExactly("s3").isUnmodifiable();
    assertThat(receipt.key()).isEqualTo(KEY);
  }

  @Test
  void receipts_thatProveNothing_areRefused() {
    String message = "a receipt names at least one tier, and attempts must be at least one: 0";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UploadReceipt(INFO, Set.of(), 0))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeleteReceipt(KEY, Set.of(), 0))
        .withMessage(message);
  }

  @Test
  void bulkResult_copiesAndSaysWhetherItIsComplete() {
    StorageException failure = StorageException.builder(StorageException.Kind.TIMEOUT).build();
    List<StorageKey> succeeded = new ArrayList<>(List.of(StorageKey.of("b"), StorageKey.of("a")));
    Map<StorageKey, StorageException> failed = new HashMap<>(Map.of(KEY, failure));
    BulkResult result = new BulkResult(succeeded, failed);
    succeeded.clear();
    failed.clear();
    assertThat(result.succeeded()).extracting(StorageKey::value).containsExactly("b", "a");
    assertThat(result.succeeded()).isUnmodifiable();
    assertThat(result.failed()).isEqualTo(Map.of(KEY, failure)).isUnmodifiable();
    assertThat(result.complete()).isFalse();
    assertThat(new BulkResult(List.of(KEY), Map.of()).complete()).isTrue();
  }

  @Test
  void presignedRequest_copiesItsHeaders() {
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "image/png"));
    PresignedRequest link =
        new PresignedRequest(
            PresignRequest.Method.GET, URI.create("https://h/x"), headers, Instant.EPOCH);
    headers.clear();
    assertThat(link.headers()).containsOnlyKeys("Content-Type").isUnmodifiable();
  }

  @Test
  void objectInfo_keepsEveryFieldAndCopiesMaps() {
    Map<String, String> metadata = new HashMap<>(Map.of("m", "1"));
    Map<String, String> tags = new HashMap<>(Map.of("t", "2"));
    ObjectInfo info =
        ObjectInfo.builder(KEY, 7)
            .etag("e2")
            .modified(Instant.ofEpochSecond(2))
            .created(Instant.ofEpochSecond(1))
            .contentType("image/png")
            .fileName("x.png")
            .checksum(Checksum.crc32c(3))
            .version("v4")
            .metadata(metadata)
            .tags(tags)
            .build();
    metadata.clear();
    tags.clear();
    assertThat(info.key()).isEqualTo(KEY);
    assertThat(info.sizeBytes()).isEqualTo(7);
    assertThat(info.etag()).isEqualTo("e2");
    assertThat(info.modified()).isEqualTo(Instant.ofEpochSecond(2));
    assertThat(info.created()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(info.contentType()).contains("image/png");
    assertThat(info.fileName()).contains("x.png");
    assertThat(info.checksum()).contains(Checksum.crc32c(3));
    assertThat(info.version()).contains("v4");
    assertThat(info.metadata()).isEqualTo(Map.of("m", "1")).isUnmodifiable();
    assertThat(info.tags()).isEqualTo(Map.of("t", "2")).isUnmodifiable();
  }

  @Test
  void objectInfo_ofRequiredFields_hasNothingElse() {
    assertThat(INFO.created()).isEqualTo(INFO.modified());
    assertThat(INFO.contentType()).isEmpty();
    assertThat(INFO.fileName()).isEmpty();
    assertThat(INFO.checksum()).isEmpty();
    assertThat(INFO.version()).isEmpty();
    assertThat(INFO.metadata()).isEmpty();
    assertThat(INFO.tags()).isEmpty();
  }

  @Test
  void objectInfo_describedByOptions_hasWhatTheyKeep() {
    UploadOptions options =
        UploadOptions.builder()
            .contentType("image/png")
            .fileName("x.png")
            .metadata("m", "1")
            .tag("t", "2")
            .build();
    ObjectInfo info =
        ObjectInfo.builder(KEY, 1)
            .etag("e")
            .modified(Instant.EPOCH)
            .fileName("other")
            .describedBy(options)
            .build();
    assertThat(info.contentType()).isEqualTo(options.contentType());
    assertThat(info.fileName()).isEqualTo(options.fileName());
    assertThat(info.metadata()).isEqualTo(options.metadata());
    assertThat(info.tags()).isEqualTo(options.tags());
    ObjectInfo.Builder plain = ObjectInfo.builder(KEY, 1).etag("e").modified(Instant.EPOCH);
    info = plain.contentType("x").fileName("x").describedBy(UploadOptions.defaults()).build();
    assertThat(info.contentType()).isEmpty();
    assertThat(info.fileName()).isEmpty();
  }

  @Test
  void objectInfo_incomplete_listsWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(ObjectInfo.builder(KEY, -1)::build)
        .withMessage(
            "sizeBytes must not be negative: -1, and etag is missing, and modified is missing");
  }
}
