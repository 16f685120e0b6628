// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where bytes come from, how many there are, and whether they come again. */
class ContentTest {

  private static final byte[] BYTES = "twelve bytes".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path directory;

  @Test
  void ofBytes_opensAgainAndAgain() throws IOException {
    Content content = Content.ofBytes(BYTES);
    assertThat(content.length()).hasValue(12);
    expectReplayable(content);
    assertThat(Content.ofBytes(new byte[0]).length()).hasValue(0);
  }

  @Test
  void ofFile_opensAgainAndAgain() throws IOException {
    Path file = Files.write(directory.resolve("file"), BYTES);
    Content content = Content.ofFile(file);
    assertThat(content.length()).hasValue(12);
    expectReplayable(content);
    Files.write(file, new byte[3]);
    assertThat(content.length()).as("as long as the file is now").hasValue(3);
  }

  @Test
  void ofFile_missing_hasNoLengthAndFailsWhenOpened() {
    Content content = Content.ofFile(directory.resolve("missing"));
    assertThat(content.length()).isEmpty();
    assertThat(content.replayable()).isTrue();
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(content::open);
  }

  @Test
  void ofSupplier_opensTheSourceEachTime() throws IOException {
    List<InputStream> opened = new ArrayList<>();
    Content.Opener opener =
        () -> {
          opened.add(new ByteArrayInputStream(BYTES));
          return opened.get(opened.size() - 1);
        };
    Content unknown = Content.ofSupplier(opener);
    assertThat(unknown.length()).isEmpty();
    expectReplayable(unknown);
    Content known = Content.ofSupplier(opener, 12);
    assertThat(known.length()).hasValue(12);
    expectReplayable(known);
    assertThat(opened).hasSize(4);
    assertThat(Content.ofSupplier(opener, 0).length()).hasValue(0);
  }

  @Test
  void ofSupplier_thatFails_failsAsItDid() {
    IOException failure = new IOException("no source");
    Content content =
        Content.ofSupplier(
            () -> {
              throw failure;
            });
    assertThatExceptionOfType(IOException.class).isThrownBy(content::open).isSameAs(failure);
  }

  @Test
  void ofStream_givesTheStreamOnce() throws IOException {
    for (boolean known : new boolean[] {false, true}) {
      InputStream stream = new ByteArrayInputStream(BYTES);
      Content content = known ? Content.ofStream(stream, 12) : Content.ofStream(stream);
      assertThat(content.length().isPresent()).isEqualTo(known);
      assertThat(content.length().orElse(12)).isEqualTo(12);
      assertThat(content.replayable()).isFalse();
      assertThat(content.checksum()).isEmpty();
      assertThat(content.open()).isSameAs(stream);
      assertThatIllegalStateException()
          .isThrownBy(content::open)
          .withMessageContaining("opened before");
    }
  }

  @Test
  void factories_negativeLength_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Content.ofStream(InputStream.nullInputStream(), -1))
        .withMessage("lengthBytes must not be negative: -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Content.ofSupplier(InputStream::nullInputStream, Long.MIN_VALUE));
  }

  @Test
  @SuppressWarnings("NullAway") // callers that nobody checks
  void factories_nothing_isRefusedAtOnce() {
    assertThatNullPointerException().isThrownBy(() -> Content.ofBytes(null)).withMessage("bytes");
    assertThatNullPointerException().isThrownBy(() -> Content.ofFile(null)).withMessage("file");
    assertThatNullPointerException().isThrownBy(() -> Content.ofStream(null)).withMessage("stream");
    assertThatNullPointerException()
        .isThrownBy(() -> Content.ofSupplier(null))
        .withMessage("opener");
  }

  private static void expectReplayable(Content content) throws IOException {
    assertThat(content.replayable()).isTrue();
    assertThat(content.checksum()).isEmpty();
    try (InputStream first = content.open();
        InputStream second = content.open()) {
      assertThat(first).isNotSameAs(second);
      assertThat(first.read()).isEqualTo('t');
      assertThat(second.readAllBytes()).isEqualTo(BYTES);
      assertThat(first.readAllBytes()).hasSize(11);
    }
  }
}
