// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What can be kept with an object and what cannot, as {@link UploadOptions} checks it. */
class MetadataGrammarTest {

  private static final String CONTENT_TYPE =
      "the content type is not 1 to 255 printable ASCII characters without outer spaces";
  private static final List<String> BREAKOUTS =
      List.of("a\r\nX-Evil: 1", "a\nb", "a\rb", "\u0000", "a\tb", "\u001b[0m", "\u007f", "\u0085");

  @Test
  void S14_contentType_thatWouldBreakOutOfAHeader_isRefused() {
    for (String type : BREAKOUTS) {
      refused(options -> options.contentType(type), CONTENT_TYPE);
    }
    for (String type :
        List.of("", " ", " text/plain", "text/plain ", "text/pl\u00e4in", "\ud83d")) {
      refused(options -> options.contentType(type), CONTENT_TYPE);
    }
    refused(options -> options.contentType("a".repeat(256)), CONTENT_TYPE);
    refused(options -> options.contentType("a".repeat(1 << 20) + " "), CONTENT_TYPE);
  }

  @Test
  void S14_contentType_printable_isKept() {
    for (String type :
        List.of("a", "text/plain; charset=\"utf-8\"; note='~!'", "a".repeat(255), "x y")) {
      assertThat(built(options -> options.contentType(type)).contentType()).contains(type);
    }
  }

  @Test
  void S14_fileName_withLineBreaksOrHalves_isRefused() {
    for (String name : List.of("a\r\nX-Evil: 1", "a\nb", "a\rb", "\r", "\n")) {
      refused(options -> options.fileName(name), "the file name has a character");
    }
    refused(options -> options.fileName("a\nb"), "not allowed (U+000A)");
    refused(options -> options.fileName("a\ud83d"), "not allowed (U+D83D)");
    refused(options -> options.fileName("\ude00a"), "not allowed (U+DE00)");
  }

  @Test
  void S14_fileName_lengths() {
    refusedName("a".repeat(2049), 2049);
    refusedName("\u0000".repeat(1537), 2052);
    refusedName("\u00e9".repeat(769), 2052);
    refusedName("\u7d42".repeat(512) + "a", 2052);
    refusedName("\ud83d\ude00".repeat(385), 2056);
    refusedName("a".repeat(1536) + "\u7d42".repeat(57), 2049);
    for (String name :
        List.of(
            "",
            "a".repeat(2048),
            "%".repeat(682) + "aa",
            "%".repeat(1536),
            "\u0000".repeat(1536),
            "\u00e9".repeat(768),
            "\u7d42".repeat(512),
            "\ud83d\ude00".repeat(384),
            "a".repeat(1535) + "\u7d42".repeat(57))) {
      assertThat(built(options -> options.fileName(name)).fileName()).contains(name);
    }
  }

  @Test
  void S14_fileName_ofAnyForm_isKeptAsItIs() {
    for (String name :
        List.of(
            "../../etc/passwd",
            "C:\\a",
            "a;b\"c\"=%0d",
            "CON",
            "...",
            " ",
            "a\tb\u0000\u001b[0m\u007f\u0085",
            "\u202egpj.exe",
            "\u2028\u2029",
            "\ufffe")) {
      assertThat(built(options -> options.fileName(name)).fileName()).contains(name);
    }
  }

  @Test
  void S14_metadataName_reservedOrOutOfTheAlphabet_isRefused() {
    for (String name :
        List.of(
            "holdfast-",
            "holdfast-checksum",
            "",
            "A",
            "Content-Type",
            "a b",
            "a:b",
            "a\r\nb",
            "\u00e4",
            "a/b",
            "a".repeat(65))) {
      refused(
          options -> options.metadata(name, "v"),
          "'" + Printable.of(name) + "' is not a metadata name");
    }
    for (String name : List.of("holdfast", "x-holdfast-", "a", "0.-_z", "a".repeat(64))) {
      assertThat(built(options -> options.metadata(name, "v")).metadata()).containsKey(name);
    }
  }

  @Test
  void S14_metadataValue_thatWouldBreakOutOfAHeader_isRefused() {
    for (String value : BREAKOUTS) {
      refused(
          options -> options.metadata("key", value),
          "the metadata value of 'key' has a character that is not allowed (U+");
    }
    refused(options -> options.metadata("key", "\ud83d"), "not allowed (U+D83D)");
  }

  @Test
  void S14_metadata_isCountedAsItIsEncoded() {
    fitsExactly("a", 1);
    fitsExactly(" ", 1);
    fitsExactly("~", 1);
    fitsExactly("%", 3);
    fitsExactly("\u00e9", 6);
    fitsExactly("\u7d42", 9);
    fitsExactly("\ud83d\ude00", 12);
  }

  @Test
  void S14_metadata_ofSeveralEntries_isCountedTogether() {
    UploadOptions.Builder full =
        UploadOptions.builder().metadata("a", "x".repeat(1023)).metadata("bb", "x".repeat(1022));
    assertThat(full.build().metadata()).hasSize(2);
    full.metadata("c", "");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(full::build)
        .withMessageContaining("metadata takes 2049 bytes encoded, at most 2048 fit");
  }

  @Test
  void S14_tags_limits() {
    String name = "n".repeat(128);
    String value = "\u00fc".repeat(256);
    assertThat(built(options -> options.tag(name, value)).tags()).containsEntry(name, value);
    assertThat(built(options -> options.tag("empty", "")).tags()).containsEntry("empty", "");
    refused(options -> options.tag("", "v"), "tag '' is empty or too long");
    refused(options -> options.tag(name + "n", "v"), "tag '" + name + "...' is empty or too long");
    refused(options -> options.tag("t", value + "v"), "tag 't' is empty or too long");
    UploadOptions.Builder ten = UploadOptions.builder();
    for (int i = 0; i < 10; i++) {
      ten.tag("t" + i, "v");
    }
    assertThat(ten.build().tags()).hasSize(10);
    refused(options -> ten.tag("t10", "v"), "there are 11 tags, at most 10 fit");
  }

  @Test
  void S14_tags_withControlCharacters_areRefused() {
    for (String text : BREAKOUTS) {
      String shown = Printable.of(text);
      refused(options -> options.tag(text, "v"), "the name of tag '" + shown + "' has a character");
      refused(options -> options.tag("t", text), "the value of tag 't' has a character");
    }
  }

  @Test
  void S14_nonAscii_isKeptAsItIs() {
    UploadOptions options =
        built(
            builder ->
                builder
                    .fileName("R\u00e9sum\u00e9 \ud83d\ude00")
                    .metadata("note", "\u65e5\u672c\u8a9e e\u0301")
                    .tag("Team", "\u0436"));
    assertThat(options.fileName()).contains("R\u00e9sum\u00e9 \ud83d\ude00");
    assertThat(options.metadata()).isEqualTo(Map.of("note", "\u65e5\u672c\u8a9e e\u0301"));
    assertThat(options.tags()).isEqualTo(Map.of("Team", "\u0436"));
  }

  @Test
  @ResourceLock(Resources.LOCALE)
  void S14_allProblems_areListedAtOnce() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(MetadataGrammarTest::allWrong)
          .withMessage(
              "upload failed: "
                  + CONTENT_TYPE
                  + ", and the file name has a character that is not allowed (U+000D)"
                  + ", and the file name takes 2051 bytes encoded, at most 2048 fit"
                  + ", and 'Holdfast' is not a metadata name"
                  + ", and the metadata value of 'b' has a character that is not allowed (U+000A)"
                  + ", and 'holdfast-x' is not a metadata name"
                  + ", and metadata takes 2070 bytes encoded, at most 2048 fit"
                  + ", and there are 11 tags, at most 10 fit"
                  + ", and tag '' is empty or too long"
                  + ", and the value of tag 'c' has a character that is not allowed (U+000D)"
                  + "; NOT_APPLIED, nothing was changed"
                  + "; see UploadOptions.Builder for what can be kept")
          .satisfies(
              e -> {
                assertThat(e.kind()).isEqualTo(StorageException.Kind.INVALID_METADATA);
                assertThat(e.operation()).isEqualTo(StorageOperation.UPLOAD);
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_APPLIED);
              });
    } finally {
      Locale.setDefault(before);
    }
  }

  private static void refusedName(String name, int encodedBytes) {
    refused(
        options -> options.fileName(name),
        "the file name takes " + encodedBytes + " bytes encoded, at most 2048 fit");
  }

  private static UploadOptions allWrong() {
    UploadOptions.Builder options =
        UploadOptions.builder()
            .contentType("\r\n")
            .fileName("\r" + "x".repeat(2048))
            .metadata("holdfast-x", "x".repeat(2048))
            .metadata("Holdfast", "")
            .metadata("b", "\n");
    for (int i = 0; i < 9; i++) {
      options.tag("t" + i, "");
    }
    return options.tag("", "").tag("c", "\r").build();
  }

  private static void fitsExactly(String character, int encodedBytes) {
    String name = "n".repeat(32);
    String longest = character.repeat(2016 / encodedBytes);
    assertThat(built(options -> options.metadata(name, longest)).metadata())
        .containsEntry(name, longest);
    int bytes = 32 + (2016 / encodedBytes + 1) * encodedBytes;
    refused(
        options -> options.metadata(name, longest + character),
        "metadata takes " + bytes + " bytes encoded, at most 2048 fit");
  }

  private static UploadOptions built(UnaryOperator<UploadOptions.Builder> settings) {
    return settings.apply(UploadOptions.builder()).build();
  }

  private static void refused(UnaryOperator<UploadOptions.Builder> settings, String reason) {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> built(settings))
        .withMessageContaining(reason)
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(StorageException.Kind.INVALID_METADATA);
              assertThat(e.getMessage()).matches("[^\\p{Cntrl}]*");
            });
  }
}
