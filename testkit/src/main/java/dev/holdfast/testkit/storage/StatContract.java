// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.spi.DriverDownload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What is known of an object. */
interface StatContract extends DriverTests {

  @Test
  default void stat_absentKey_isEmpty() {
    assertThat(store().stat("absent")).isEmpty();
    assertThat(store().stat("absent/below/deep")).isEmpty();
  }

  @Test
  default void stat_presentObject_tellsKeyAndSize() {
    for (int size : store().sizes()) {
      store().put("sized-" + size, Payload.plain(size, 1));
      ObjectInfo info = store().info("sized-" + size);
      assertThat(info.key()).isEqualTo(StorageKey.of("sized-" + size));
      assertThat(info.sizeBytes()).as("size by stat").isEqualTo(size);
    }
  }

  @Test
  default void stat_writtenAgain_hasAnotherEtagEachTime() {
    store().requires(Capability.ETAG_PER_WRITE);
    byte[] bytes = Payload.plain(100, 2);
    Set<String> etags = new HashSet<>();
    for (int write = 1; write <= 5; write++) {
      store().put("again", bytes);
      String etag = store().info("again").etag();
      assertThat(etag).as("etag").isNotEmpty();
      assertThat(etags.add(etag)).as("etag %s after write %d is new", etag, write).isTrue();
    }
  }

  @Test
  default void stat_deletedAndWrittenAgain_hasAnotherEtag() {
    store().requires(Capability.ETAG_PER_WRITE);
    byte[] bytes = Payload.plain(100, 3);
    String former = store().put("again", bytes).etag();
    store().delete("again");
    store().put("again", bytes);
    assertThat(store().info("again").etag()).isNotEqualTo(former);
  }

  @Test
  default void stat_notWritten_staysTheSame() {
    store().put("still", Payload.plain(100, 4));
    ObjectInfo first = store().info("still");
    store().put("other", Payload.plain(100, 4));
    store().read("still");
    ObjectInfo second = store().info("still");
    assertThat(second.etag()).isEqualTo(first.etag());
    assertThat(second.modified()).isEqualTo(first.modified());
    assertThat(second.created()).isEqualTo(first.created());
  }

  @Test
  default void stat_writtenAgain_keepsCreatedOrSetsItToModified() {
    ObjectInfo first = store().put("aged", Payload.plain(100, 5));
    assertThat(first.created())
        .as("created at the first write")
        .isCloseTo(first.modified(), within(2, ChronoUnit.SECONDS));
    store().put("aged", Payload.plain(200, 6));
    ObjectInfo second = store().info("aged");
    assertThat(second.modified())
        .as("modified by the second write")
        .isAfterOrEqualTo(store().info("aged").created());
    if (!second.created().equals(second.modified())) {
      assertThat(second.created())
          .as("created, where it is not the same as modified")
          .isCloseTo(first.created(), within(2, ChronoUnit.SECONDS));
    }
  }

  @Test
  default void stat_putGetAndList_tellTheSame() {
    ObjectInfo put = store().put("same", Payload.plain(1000, 7));
    DriverDownload download = store().open("same");
    StoreUnderTest.drain(download);
    ObjectInfo stat = store().info("same");
    for (ObjectInfo other : List.of(put, download.info())) {
      assertThat(other.etag()).isEqualTo(stat.etag());
      assertThat(other.sizeBytes()).isEqualTo(stat.sizeBytes());
      // Some servers tell whole seconds in one answer and fractions in another.
      assertThat(other.modified()).isCloseTo(stat.modified(), within(2, ChronoUnit.SECONDS));
    }
  }

  @Test
  default void stat_checksum_isThatOfTheBytes() {
    for (int size : store().sizes()) {
      byte[] bytes = Payload.plain(size, 8);
      ObjectInfo put = store().put("summed-" + size, bytes);
      DriverDownload download = store().open("summed-" + size);
      StoreUnderTest.drain(download);
      for (ObjectInfo info : List.of(put, download.info(), store().info("summed-" + size))) {
        info.checksum()
            .ifPresent(
                checksum ->
                    assertThat(checksum)
                        .as("checksum of %d bytes", size)
                        .isEqualTo(of(bytes, checksum.algorithm())));
      }
    }
  }

  private static Checksum of(byte[] bytes, Checksum.Algorithm algorithm) {
    return switch (algorithm) {
      case CRC32C -> {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        yield Checksum.crc32c(crc.getValue());
      }
      case SHA_256 -> new Checksum(algorithm, HexFormat.of().formatHex(sha256(bytes)));
    };
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
