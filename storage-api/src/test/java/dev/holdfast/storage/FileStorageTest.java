// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The short forms of calls are the long forms with defaults. */
class FileStorageTest {

  private static final StorageKey KEY = StorageKey.of("a");
  private static final StorageKey OTHER = StorageKey.of("b");
  private static final Content CONTENT = Content.ofBytes(new byte[1]);
  private static final Path TARGET = Path.of("target");

  @Test
  void shortForms_passTheDefaults() {
    expect(s -> s.upload(KEY, CONTENT), KEY, CONTENT, UploadOptions.defaults());
    expect(s -> s.beginUpload(KEY), KEY, UploadOptions.defaults());
    expect(s -> s.download(KEY), KEY, DownloadOptions.defaults());
    expect(s -> s.downloadTo(KEY, TARGET), KEY, TARGET, DownloadOptions.defaults());
    expect(s -> s.delete(KEY), KEY, DeleteOptions.defaults());
    expect(s -> s.copy(KEY, OTHER), KEY, OTHER, CopyOptions.defaults());
  }

  @Test
  void list_prefix_isARequestForIt() {
    try (RecordingStorage storage = new RecordingStorage(Optional.empty())) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> storage.list("a/"));
      assertThat(storage.last())
          .singleElement()
          .isInstanceOfSatisfying(
              ListRequest.class, request -> assertThat(request.prefix()).isEqualTo("a/"));
    }
  }

  @Test
  void exists_asksForWhatIsKnown() {
    ObjectInfo info = ObjectInfo.builder(KEY, 1).etag("e").modified(Instant.EPOCH).build();
    try (RecordingStorage some = new RecordingStorage(Optional.of(info));
        RecordingStorage none = new RecordingStorage(Optional.empty())) {
      assertThat(some.exists(KEY)).isTrue();
      assertThat(none.exists(KEY)).isFalse();
      assertThat(none.last()).containsExactly(KEY);
    }
  }

  private static void expect(Consumer<FileStorage> call, Object... arguments) {
    try (RecordingStorage storage = new RecordingStorage(Optional.empty())) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> call.accept(storage));
      assertThat(storage.last()).containsExactly(arguments);
    }
  }
}
