// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are stored under any name that people give them, and have it back as it was. */
class StoredNamesTest {

  private final BentDriver driver = new BentDriver();
  private final FileStorage storage = Pipeline.around(driver).build();

  @AfterEach
  void close() {
    storage.close();
  }

  static Stream<String> names() {
    return Stream.of(
        "",
        " ",
        ".",
        "..",
        "...",
        "/",
        "../../etc/passwd",
        "..\\..\\boot.ini",
        "C:\\temp\\x.txt",
        "CON",
        "NUL.txt",
        "-rf",
        "~root",
        "a\tb",
        "a\u0000b",
        "\u001b[31mred",
        "\u007f",
        "\u0085",
        "a\u202egpj.exe",
        "\u200f\u05e9\u05dc\u05d5\u05dd.txt",
        "line\u2028separator",
        "e\u0301 is not \u00e9",
        "../\u00dcbersicht \u65e5\u672c (1).PDF",
        "\ud83d\ude00.png",
        "x".repeat(2048),
        "\u7d42".repeat(512),
        "\ud83d\ude00".repeat(384),
        "%".repeat(1536));
  }

  @ParameterizedTest(name = "name {index}")
  @MethodSource("names")
  void S14_store_underAnyName_keepsItAndMakesAnId(String name) {
    StorageKey id = storage.store(Content.ofBytes(new byte[3]), name, "application/pdf");
    assertThat(id.value()).matches("[0-9a-f-]{36}/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    assertThat(id.value()).doesNotEndWith(".").doesNotMatch("(?i).*/(con|nul)(\\..*)?");
    ObjectInfo info = storage.stat(id).orElseThrow();
    assertThat(info.key()).isEqualTo(id);
    assertThat(info.fileName()).contains(name);
    assertThat(info.contentType()).contains("application/pdf");
    assertThat(storage.store(Content.ofBytes(new byte[3]), name, "text/plain")).isNotEqualTo(id);
  }

  static Stream<String> refused() {
    return Stream.of(
        "a\r\nSet-Cookie: b",
        "\n",
        "a\r",
        "half a \ud83d",
        "\ude00",
        "\ude00\ud83d",
        "x".repeat(2049),
        "\u7d42".repeat(512) + "x",
        "\ud83d\ude00".repeat(385));
  }

  @ParameterizedTest(name = "name {index}")
  @MethodSource("refused")
  void S14_store_underNameThatCannotBeKept_isRefusedBeforeAnything(String name) {
    driver.before =
        () -> {
          throw new AssertionError("the driver was called");
        };
    assertThatStorageFailure(() -> storage.store(Content.ofBytes(new byte[3]), name, "text/plain"))
        .isNotApplied(Kind.INVALID_METADATA)
        .hasOperation(StorageOperation.UPLOAD)
        .hasMessageContaining("the file name ");
  }

  @Test
  void S14_store_underNameWithLineBreak_saysWhatIsWrong() {
    assertThatStorageFailure(
            () -> storage.store(Content.ofBytes(new byte[3]), "a\r\nb", "text/plain"))
        .hasMessage(
            "upload failed: the file name has a character that is not allowed (U+000D)"
                + "; NOT_APPLIED, nothing was changed"
                + "; see UploadOptions.Builder for what can be kept");
  }
}
