// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.DriverUpload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Content type, file name, user metadata and tags. */
interface MetadataContract extends DriverTests {

  /** Everything that can be kept with the capability {@code METADATA}. */
  UploadOptions FULL =
      UploadOptions.builder()
          .contentType("text/plain; charset=utf-8; note=\"a;b\"")
          .fileName("R\u00e9sum\u00e9 (\u7d42) \ud83d\ude00 \"x\" .. %2f.txt ")
          .metadata("plain", "value")
          .metadata("empty", "")
          .metadata("spaces", "  two before, one behind ")
          .metadata("unicode", "\u00fc\u0436\u7d42\ud83d\ude00 e\u0301 \u200b")
          .metadata("wire", "%41 =?utf-8?q?x?= a=b&c;d,\"e\" \\")
          .metadata("x.y_z-0", "name with every kind of character")
          .build();

  /** Other values under some of the same names. */
  UploadOptions OTHER =
      UploadOptions.builder()
          .contentType("image/png")
          .fileName("other.png")
          .metadata("plain", "other")
          .metadata("more", "one more")
          .build();

  /** Tags. */
  UploadOptions TAGGED =
      UploadOptions.builder()
          .tag("Team", "\u00fc\u0436 \u7d42")
          .tag("a key", "+-=._:/@")
          .tag("empty", "")
          .build();

  /** What is stored with {@link #FULL} is all there. */
  static void expectFull(ObjectInfo info) {
    assertThat(info.contentType()).as("content type").isEqualTo(FULL.contentType());
    assertThat(info.fileName()).as("file name").isEqualTo(FULL.fileName());
    assertThat(info.metadata()).as("metadata").isEqualTo(FULL.metadata());
  }

  @Test
  default void S14_metadata_allKinds_areToldByPutStatAndGet() {
    store().requires(Capability.METADATA);
    expectFull(store().put("full", Payload.plain(100, 1), FULL));
    expectFull(store().info("full"));
    DriverDownload download = store().open("full");
    StoreUnderTest.drain(download);
    expectFull(download.info());
  }

  @Test
  default void metadata_ofEmptyObject_isKept() {
    store().requires(Capability.METADATA);
    store().put("empty", new byte[0], FULL);
    expectFull(store().info("empty"));
  }

  @Test
  default void metadata_ofSession_isKept() {
    store().requires(Capability.METADATA);
    try (DriverUpload session = store().begin("session", FULL)) {
      session.write(new byte[10], 0, 10);
      expectFull(session.commit());
    }
    expectFull(store().info("session"));
  }

  @Test
  default void metadata_none_isNone() {
    ObjectInfo put = store().put("none", Payload.plain(100, 2));
    for (ObjectInfo info : List.of(put, store().info("none"))) {
      assertThat(info.metadata()).as("metadata").isEmpty();
      assertThat(info.tags()).as("tags").isEmpty();
      expectNoContentType(info);
      assertThat(info.fileName()).as("file name").isEmpty();
    }
  }

  @Test
  default void metadata_writtenAgain_isReplacedWhole() {
    store().requires(Capability.METADATA);
    store().put("again", Payload.plain(100, 3), FULL);
    store().put("again", Payload.plain(100, 3), OTHER);
    ObjectInfo info = store().info("again");
    assertThat(info.metadata()).isEqualTo(OTHER.metadata());
    assertThat(info.contentType()).isEqualTo(OTHER.contentType());
    assertThat(info.fileName()).isEqualTo(OTHER.fileName());
    store().put("again", Payload.plain(100, 3));
    assertThat(store().info("again").metadata()).isEmpty();
    expectNoContentType(store().info("again"));
    assertThat(store().info("again").fileName()).isEmpty();
  }

  @Test
  default void S14_metadata_largest_isKept() {
    store().requires(Capability.METADATA);
    UploadOptions ascii =
        UploadOptions.builder().metadata("a".repeat(64), "x".repeat(1984)).build();
    UploadOptions wide = UploadOptions.builder().metadata("wide", "\u7d42".repeat(227)).build();
    for (UploadOptions options : List.of(ascii, wide)) {
      store().put("largest", Payload.plain(10, 4), options);
      assertThat(store().info("largest").metadata()).isEqualTo(options.metadata());
    }
  }

  @Test
  default void S14_fileName_longest_isKept() {
    store().requires(Capability.METADATA);
    for (String name :
        List.of("x".repeat(2048), "\u7d42".repeat(512), "\ud83d\ude00".repeat(384))) {
      expectName(name);
    }
  }

  @Test
  default void S14_fileName_ofAnyForm_isKept() {
    store().requires(Capability.METADATA);
    for (String name :
        List.of(
            "",
            " ",
            "...",
            "../../etc/passwd",
            "C:\\temp\\x",
            "CON",
            "a\tb\u0000c\u001b[31m\u007f\u0085",
            "\u202egpj.exe",
            "\u2028",
            "a=b&c%d+e\"f;g")) {
      expectName(name);
    }
  }

  @Test
  default void tags_areToldByStat() {
    store().requires(Capability.TAGS);
    store().put("tagged", Payload.plain(10, 6), TAGGED);
    assertThat(store().info("tagged").tags()).isEqualTo(TAGGED.tags());
    store().put("tagged", Payload.plain(10, 6));
    assertThat(store().info("tagged").tags()).as("tags after a write without").isEmpty();
  }

  private void expectName(String name) {
    store().put("named", Payload.plain(10, 5), UploadOptions.builder().fileName(name).build());
    assertThat(store().info("named").fileName()).as("file name").isEqualTo(Optional.of(name));
  }

  /** Some servers have a type of their own for what was written without one. */
  private static void expectNoContentType(ObjectInfo info) {
    String type = info.contentType().orElse("application/octet-stream");
    assertThat(type).as("content type of what has none").endsWith("/octet-stream");
  }
}
