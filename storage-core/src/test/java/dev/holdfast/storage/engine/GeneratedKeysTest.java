// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.StorageKey;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of stored files: a random id and a harmless form of the name. */
class GeneratedKeysTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "report.pdf            | report.pdf",
        "My Report (1).PDF     | My_Report__1_.PDF",
        "a-b_c.d               | a-b_c.d",
        "/etc/passwd           | passwd",
        "..\\..\\boot.ini      | boot.ini",
        "C:\\temp\\x.txt       | x.txt",
        "C:                    | C_",
        "../..                 | file",
        "dir/                  | file",
        "\"\"                  | file",
        ".                     | file",
        "..                    | file",
        ".htaccess             | htaccess",
        "~root                 | root",
        "~.~.x                 | x",
        "...                   | file",
        "....x                 | x",
        "name.                 | name",
        "name. .               | name._",
        "-rf                   | rf",
        "--.~-                 | file",
        "CON                   | _CON",
        "nul.tar.gz            | _nul.tar.gz",
        "Com1.txt              | _Com1.txt",
        "lpt9                  | _lpt9",
        "CON.                  | _CON",
        "console               | console",
        "com12                 | com12",
        "../../etc/passwd      | passwd",
        "a\u202egpj.exe        | a_gpj.exe",
        "a\ud83d.txt           | a_.txt",
        "\ude00\ud83d          | __",
        "a~b                   | a_b",
        "caf\u00e9.txt         | caf_.txt",
        "cafe\u0301.txt        | caf_.txt",
        "\ud83d\ude00.png      | _.png",
        "\u65e5\u672c.txt      | __.txt",
        "a\"b'c;d&e$f`g.sh     | a_b_c_d_e_f_g.sh",
        "%2e%2e%2fx            | _2e_2e_2fx",
      })
  void safe_ofAnyName_isHarmless(String name, String expected) {
    assertThat(GeneratedKeys.safe(name)).isEqualTo(expected);
  }

  @Test
  void safe_ofLongName_keepsTheExtensionAnd100Characters() {
    assertThat(GeneratedKeys.safe("n".repeat(300) + ".jpeg")).isEqualTo("n".repeat(95) + ".jpeg");
    assertThat(GeneratedKeys.safe("n".repeat(95) + ".jpeg")).hasSize(100).endsWith(".jpeg");
    assertThat(GeneratedKeys.safe("n".repeat(300))).isEqualTo("n".repeat(100));
    assertThat(GeneratedKeys.safe("n." + "x".repeat(300))).isEqualTo("n." + "x".repeat(98));
    assertThat(GeneratedKeys.safe("n" + ".".repeat(300))).isEqualTo("n");
    assertThat(GeneratedKeys.safe("n".repeat(99) + "." + "x".repeat(300)))
        .isEqualTo("n".repeat(99));
    assertThat(GeneratedKeys.safe("n".repeat(300) + ".jpeg...")).hasSize(100).endsWith(".jpeg");
    assertThat(GeneratedKeys.safe("con." + "x".repeat(300))).hasSize(100).startsWith("_con.x");
  }

  @Test
  void next_makesRandomUuidsOfVersion4() {
    long seed = 4242;
    GeneratedKeys keys = new GeneratedKeys(new Random(seed));
    Set<String> ids = new HashSet<>();
    for (int round = 0; round < 1000; round++) {
      StorageKey key = keys.next("a b.txt");
      assertThat(key.name()).isEqualTo("a_b.txt");
      UUID id = UUID.fromString(key.segments().get(0));
      assertThat(id.version()).isEqualTo(4);
      assertThat(id.variant()).isEqualTo(2);
      ids.add(id.toString());
    }
    assertThat(ids).as("seed %d", seed).hasSize(1000);
  }
}
