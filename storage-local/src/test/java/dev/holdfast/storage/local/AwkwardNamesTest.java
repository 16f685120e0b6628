// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.InvalidKeyException;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys that some disk would refuse or confuse, on this machine's disk and on the worst there is.
 */
final class AwkwardNamesTest {

  private static final CallContext CALL = CallContext.unbounded();

  @TempDir private Path directory;

  enum Disk {
    REAL,
    AWKWARD;

    /** The root of a store. */
    private Path root(Path directory) {
      CrashFileSystem blind =
          CrashFileSystem.builder()
              .asciiOnly(true)
              .caseInsensitive(true)
              .windowsNames(true)
              .userAttributes(false)
              .build();
      return (this == REAL ? directory : blind.root()).resolve("root");
    }
  }

  @ParameterizedTest
  @EnumSource(Disk.class)
  void S5_namesThatWindowsRefuses_areStoredAndReadBack(Disk disk) throws IOException {
    assertKept(disk, split("CON,con,con.txt,aux.txt,AUX.tar.gz,nul,prn,com1,com9.log,lpt1,COM5"));
    assertKept(disk, split("dir/con,con/file,aux.txt/nul/com1,con/aux.d/lpt9.x,com0,com10"));
    assertKept(disk, split("dot.,dots..,space ,dir./x,dir /x, lead,..a,a..,a. ./b. .,.../x"));
    assertKept(disk, split("note: x,c/d:e,ab:c,what?,star*,<tag>,pipe|pipe,q\",all?*<>|:\",x?/y*"));
    assertKept(disk, split("%,%2e,%2E,a~tilde~,$x,`,^,^a,a^,_,__,_/_,=,{a},[b],'"));
  }

  @ParameterizedTest
  @EnumSource(Disk.class)
  void S6_caseTwins_areTwoObjects(Disk disk) throws IOException {
    assertKept(disk, split("Readme,README,readme,Dir/x,dir/x,DIR/x,dir/X,i,I,k,K,\u212a"));
    assertKept(disk, split("\u00e9,\u00c9,stra\u00dfe,strasse,STRASSE,\u0130,\u0131,i,I"));
  }

  @ParameterizedTest
  @EnumSource(Disk.class)
  void S7_objectAndPrefixOfOneName_areBothKept(Disk disk) throws IOException {
    assertKept(disk, split("f,f/g,f/g/h,F/g,_f,_f/g,f^,f^/g,x/f,x"));
    assertKept(disk, split("f/g/h,f/g,f"));
  }

  @ParameterizedTest
  @EnumSource(Disk.class)
  void S8_longestNames_areKeptAndLongerOnesRefusedEverywhere(Disk disk) throws IOException {
    List<String> keys = new ArrayList<>();
    for (int length : new int[] {79, 80, 81, 119, 120, 121, 238, 239, 240, 241, 254, 255}) {
      keys.add("x".repeat(length));
      keys.add("X".repeat(length));
      keys.add("%".repeat(length));
      keys.add("d/" + "y".repeat(length) + "/z");
      keys.add("d/" + "Y".repeat(length) + "/z");
      keys.add("d/_" + "y".repeat(length - 1) + "/z");
    }
    keys.add("\u00e9".repeat(127));
    keys.add("\ud83d\ude00".repeat(63));
    keys.add(String.join("/", Collections.nCopies(512, "d")) + "e");
    keys.add(String.join("/", Collections.nCopies(4, "Z".repeat(255))));
    assertKept(disk, keys);
    for (String text :
        List.of("x".repeat(256), "a/" + "x".repeat(256) + "/b", "\u00e9".repeat(128))) {
      assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> StorageKey.of(text));
    }
    String longest = String.join("/", Collections.nCopies(512, "d")) + "e";
    assertThat(longest.length()).isEqualTo(StorageKey.MAX_BYTES);
    assertThatExceptionOfType(InvalidKeyException.class)
        .isThrownBy(() -> StorageKey.of(longest + "e"));
  }

  private static List<String> split(String texts) {
    return List.of(texts.split(",", -1));
  }

  /** All keys can be there together; each is read back, listed in order, and deleted alone. */
  private void assertKept(Disk disk, List<String> texts) throws IOException {
    Path root = disk.root(directory.resolve(String.valueOf(texts.hashCode())));
    List<String> left = new ArrayList<>(texts);
    try (LocalDriver driver = LocalStores.open(root)) {
      for (String text : left) {
        driver.put(StorageKey.of(text), content(text), UploadOptions.defaults(), CALL);
      }
      assertNamesAreShort(root);
      left.sort(Utf8Order.UTF8_ORDER);
      while (!left.isEmpty()) {
        for (String text : left) {
          assertThat(read(driver, text)).isEqualTo(text);
        }
        assertThat(list(driver)).isEqualTo(left);
        for (int at = left.size() - 1; at >= 0; at -= 2) {
          driver.delete(StorageKey.of(left.remove(at)), WriteCondition.any(), CALL);
        }
      }
      assertThat(list(driver)).isEmpty();
    }
  }

  private static void assertNamesAreShort(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        String name = String.valueOf(path.getFileName());
        assertThat(name).hasSizeBetween(1, 250).matches("[ -~]*");
      }
    }
  }

  private static Content content(String text) {
    return Content.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(LocalDriver driver, String text) throws IOException {
    try (InputStream body =
        driver.get(StorageKey.of(text), DownloadOptions.defaults(), CALL).body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> list(LocalDriver driver) {
    return driver.list(new ListQuery("", false, "", 1_000), CALL).entries().stream()
        .map(entry -> ((ListCursor.Item) entry).key().value())
        .toList();
  }
}
