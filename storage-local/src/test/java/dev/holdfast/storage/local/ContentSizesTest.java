// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.ByteSelection;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content of every size that may matter, in on every way and out on every way. */
final class ContentSizesTest {

  @TempDir private Path directory;

  /** Buffers have 8, 64 and 128 KiB. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 8_191, 8_192, 8_193, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 1_000_003
      })
  void F46_size_comesBackWholeOnEveryWay(int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = Files.write(directory.resolve("content"), bytes);
    StorageKey key = StorageKey.of("a/object");
    try (FileStorage storage =
        LocalStorage.builder(directory.resolve("root")).durability(Durability.NONE).build()) {
      List<Content> contents =
          List.of(
              Content.ofBytes(bytes),
              Content.ofFile(file),
              Content.ofStream(new ByteArrayInputStream(bytes)),
              Content.ofStream(new ByteArrayInputStream(bytes), size));
      for (Content content : contents) {
        storage.upload(key, content);
        assertComesBack(storage, key, bytes);
        storage.delete(key);
      }
      session(storage, key, bytes);
      assertComesBack(storage, key, bytes);
      storage.copy(key, StorageKey.of("copy"));
      assertComesBack(storage, StorageKey.of("copy"), bytes);
    }
  }

  @Test
  void F46_streamMuchLargerThanTheHeap_needsNoMore() throws Exception {
    assertThat(
            ChildProcess.run(
                List.of("env", "JAVA_TOOL_OPTIONS=-Xmx16m"),
                directory.resolve("root"),
                "open",
                "stream big 268435456",
                "drain big",
                "close"))
        .containsExactly(
            "open: done",
            "stream big 268435456: done",
            "drain big: 268435456 bytes",
            "close: done");
  }

  private static void session(FileStorage storage, StorageKey key, byte[] bytes)
      throws IOException {
    try (UploadSession session = storage.beginUpload(key)) {
      OutputStream stream = session.stream();
      for (int at = 0; at < bytes.length; at += 70_001) {
        stream.write(bytes, at, Math.min(70_001, bytes.length - at));
      }
      session.commit();
    }
  }

  private void assertComesBack(FileStorage storage, StorageKey key, byte[] bytes)
      throws IOException {
    assertThat(storage.stat(key).orElseThrow().sizeBytes()).isEqualTo(bytes.length);
    String sha = sha256(new ByteArrayInputStream(bytes));
    try (Download download = storage.download(key)) {
      assertThat(download.verified()).isTrue();
      assertThat(sha256(download.stream())).isEqualTo(sha);
    }
    try (Download download = storage.download(key)) {
      assertThat(download.readAllBytes(bytes.length)).isEqualTo(bytes);
    }
    Path target = directory.resolve("target");
    storage.downloadTo(key, target);
    try (InputStream stream = Files.newInputStream(target)) {
      assertThat(sha256(stream)).isEqualTo(sha);
    }
    assertRange(storage, key, bytes, Math.max(0, bytes.length - 65_537));
    assertRange(storage, key, bytes, bytes.length - 1);
  }

  private static void assertRange(FileStorage storage, StorageKey key, byte[] bytes, int from) {
    if (from < 0 || bytes.length == 0) {
      return; // no byte, no range
    }
    DownloadOptions options =
        DownloadOptions.builder().range(ByteSelection.slice(from, 65_536)).build();
    try (Download download = storage.download(key, options)) {
      byte[] expected = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 65_536));
      assertThat(download.readAllBytes(65_536)).isEqualTo(expected);
    }
  }

  private static String sha256(InputStream stream) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[5_000];
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
