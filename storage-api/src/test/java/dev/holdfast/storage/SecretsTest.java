// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was never meant to be read in a log is not printed, wherever it is kept. */
class SecretsTest {

  private static final String CANARY = "c4n4ry-S3CRET";
  private static final StorageKey KEY = StorageKey.of("a/b");

  @Test
  void S18_S32_presignedRequest_showsTheHostAlone() {
    PresignedRequest link =
        new PresignedRequest(
            PresignRequest.Method.PUT,
            URI.create("https://" + CANARY + "@h.example:99/" + CANARY + "?s=" + CANARY + "#x"),
            Map.of("Authorization", CANARY),
            Instant.EPOCH);
    assertThat(link).hasToString("PUT https://h.example/*** until 1970-01-01T00:00:00Z");
    assertThat(link.headers()).containsEntry("Authorization", CANARY);
  }

  @Test
  void S18_S32_presignedRequest_withAnOddHost_showsNothing() {
    for (String uri : List.of("http://odd_host/x?s=", "/x?s=", "mailto:a?s=", "file:///x?s=")) {
      PresignedRequest link =
          new PresignedRequest(
              PresignRequest.Method.GET, URI.create(uri + CANARY), Map.of(), Instant.EPOCH);
      assertThat(link).hasToString("GET *** until 1970-01-01T00:00:00Z");
    }
  }

  @Test
  void S32_optionsAndRequests_doNotPrintWhatTheyKeep() {
    UploadOptions upload =
        UploadOptions.builder()
            .contentType(CANARY)
            .fileName(CANARY)
            .metadata("a", CANARY)
            .tag(CANARY, CANARY)
            .listener(new Teller())
            .build();
    expectHidden(
        upload,
        upload.toBuilder(),
        DownloadOptions.builder().ifMatch(CANARY).listener(new Teller()).build(),
        ListRequest.builder().prefix(CANARY).token(CANARY).build(),
        PresignRequest.builder(PresignRequest.Method.PUT, KEY).contentType(CANARY).build(),
        DeleteOptions.builder().timeout(Duration.ofSeconds(1)).build(),
        CopyOptions.defaults());
  }

  @Test
  void S32_content_doesNotPrintItsSource() {
    byte[] bytes = CANARY.getBytes(StandardCharsets.US_ASCII);
    expectHidden(
        Content.ofBytes(bytes),
        Content.ofStream(new Teller()),
        Content.ofStream(new Teller(), 1),
        Content.ofSupplier(new Teller()),
        Content.ofSupplier(new Teller(), 1));
    assertThat(Content.ofBytes(bytes)).hasToString(CANARY.length() + " bytes");
    assertThat(Content.ofFile(Path.of("a", "b"))).hasToString("file '" + Path.of("a", "b") + "'");
    assertThat(Content.ofSupplier(new Teller())).hasToString("bytes of unknown number");
  }

  @Test
  void S32_objectInfoAndReceipt_printKeySizeEtagAndTimeAlone() {
    ObjectInfo info =
        ObjectInfo.builder(KEY, 5)
            .etag("e\n1")
            .modified(Instant.EPOCH)
            .contentType(CANARY)
            .fileName(CANARY)
            .version(CANARY)
            .metadata(Map.of("a", CANARY))
            .tags(Map.of(CANARY, CANARY))
            .build();
    assertThat(info).hasToString("a/b (5 bytes, etag e\\u{A}1, 1970-01-01T00:00:00Z)");
    expectHidden(new UploadReceipt(info, Set.of("local"), 1));
  }

  @Test
  void S32_refusals_doNotRepeatValues() {
    UploadOptions.Builder options =
        UploadOptions.builder()
            .contentType(CANARY + "\n")
            .fileName(CANARY + "\n")
            .metadata("a", CANARY + "\n")
            .tag("t", CANARY + "\n");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(options::build)
        .satisfies(e -> expectHidden(e));
    PresignRequest.Builder link =
        PresignRequest.builder(PresignRequest.Method.PUT, KEY).contentType(CANARY + "\n");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(link::build)
        .satisfies(e -> expectHidden(e));
  }

  @Test
  void S33_entriesOfListings_printKeysEscaped() {
    assertThat(new ListCursor.Prefix("a\u202eb/")).hasToString("a\\u{202E}b/");
    assertThat(new ListCursor.Item(StorageKey.of("a\u202eb"), 1, "e", Instant.EPOCH).toString())
        .contains("key=a\\u{202E}b,");
  }

  private static void expectHidden(Object... values) {
    assertThat(Stream.of(values).map(String::valueOf))
        .hasSameSizeAs(values)
        .noneMatch(text -> text.contains(CANARY));
  }

  /** Says its secret to whoever prints it. */
  private static final class Teller extends InputStream
      implements Content.Opener, TransferListener {

    @Override
    public int read() {
      return -1;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public void progressed(long transferredBytes, long totalBytes) {}

    @Override
    public String toString() {
      return CANARY;
    }
  }
}
