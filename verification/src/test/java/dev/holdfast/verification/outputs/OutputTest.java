// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.verification.HouseModule;
import dev.holdfast.verification.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No secret is in the output of any test or example of the whole build. */
class OutputTest {

  /** How tests hand a secret over. */
  private static final Pattern HANDS_OVER_A_SECRET =
      Pattern.compile("\\b(presignBase|new LinkSigner|LocalLinks\\.of)\\(");

  @TempDir private Path folder;

  @Test
  void S32_outputOfTheWholeRun_showsNoSecret() {
    Path tested = HouseModule.STORAGE_API.path().resolve("target/surefire-reports");
    assumeTrue(Files.isDirectory(tested), "the modules before this one were not tested");
    List<Path> folders = OutputScanner.folders();
    assertThat(folders).contains(tested);
    assertThat(folders.stream().map(OutputScanner::leaks).flatMap(List::stream)).isEmpty();
  }

  @Test
  void S32_testsThatHaveSecrets_makeThemOfCanaries() {
    List<String> without =
        Repository.files().stream()
            .filter(file -> file.toString().replace('\\', '/').contains("src/test/java/"))
            .filter(file -> !file.endsWith("OutputTest.java"))
            .filter(file -> needsCanary(Repository.text(file).orElse("")))
            .map(file -> file.toString().replace('\\', '/'))
            .toList();
    assertThat(without).isEmpty();
    assertThat(needsCanary("builder.presignBase(base, SECRET)")).isTrue();
  }

  static Stream<String> shown() {
    String secret = "xy-" + Canary.TEXT + "-S3CRET";
    byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
    Base64.Encoder base64 = Base64.getEncoder();
    return Stream.of(
        secret,
        secret.toUpperCase(Locale.ROOT),
        HexFormat.of().formatHex(bytes),
        HexFormat.of().withUpperCase().formatHex(bytes),
        Arrays.toString(bytes),
        base64.encodeToString(bytes),
        base64.encodeToString(Arrays.copyOfRange(bytes, 1, bytes.length)),
        base64.encodeToString(Arrays.copyOfRange(bytes, 2, bytes.length)),
        base64.encodeToString(Arrays.copyOfRange(bytes, 3, bytes.length)));
  }

  @ParameterizedTest(name = "form {index}")
  @MethodSource("shown")
  void S32_seededLeak_isFoundInAnyForm(String text) throws IOException {
    String report = "<testsuite>\n<system-out><![CDATA[\u00fc " + text + "]]></system-out>\n";
    Path file = Files.createDirectories(folder.resolve("sub")).resolve("TEST-a.xml");
    Files.writeString(file, report, StandardCharsets.UTF_8);
    List<String> leaks = OutputScanner.leaks(folder);
    assertThat(leaks).hasSize(1);
    assertThat(leaks.get(0)).startsWith(file + ":2 shows a secret as ");
    assertThat(Canary.shownIn(leaks.get(0))).as("the finding repeats it").isEmpty();
  }

  @Test
  void S32_outputWithoutSecrets_isClean() throws IOException {
    Files.write(folder.resolve("a-output.txt"), new byte[] {'c', '4', 'n', (byte) 0xff, '\n', '4'});
    Files.writeString(folder.resolve("TEST-b.xml"), "canary 63346e34 YzRuN [99, 52, 110]\n");
    assertThat(OutputScanner.leaks(folder)).isEmpty();
  }

  private static boolean needsCanary(String text) {
    boolean canary = text.contains(Canary.TEXT) || text.contains("Canary.TEXT");
    return HANDS_OVER_A_SECRET.matcher(text).find() && !canary;
  }
}
