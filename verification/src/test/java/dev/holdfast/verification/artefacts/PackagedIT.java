// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verification.HouseModule;
import dev.holdfast.verification.Repository;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users download, looked at after packaging: {@code mvn verify} at the root makes it. */
class PackagedIT {

  private static final int JAVA_17 = 61;

  private static final List<String> BANNED =
      List.of(
          "pkg:maven/log4j/log4j@",
          "pkg:maven/org.apache.logging.log4j/log4j-core@",
          "pkg:maven/commons-logging/commons-logging@",
          "pkg:maven/ch.qos.logback/",
          "pkg:maven/software.amazon.awssdk/netty-nio-client@",
          "pkg:maven/org.lz4/");

  @ParameterizedTest
  @EnumSource
  void classes_ofAJar_runOnJava17(HouseModule module) throws IOException {
    try (JarFile jar = new JarFile(jarOf(module).toFile())) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          assertThat(majorVersion(jar, entry)).as(entry.getName()).isEqualTo(JAVA_17);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void jar_hasModuleNameAndLicence(HouseModule module) throws IOException {
    try (JarFile jar = new JarFile(jarOf(module).toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("dev.holdfast." + module.folder().replace('-', '.'));
      assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
    }
  }

  @Test
  void publishedBom_hasNeitherParentNorProperties() {
    Pom published = Pom.read(Path.of("bom", ".flattened-pom.xml"));
    Pom root = Pom.read(Path.of("pom.xml"));
    assertThat(published.elements("parent")).isEmpty();
    assertThat(published.elements("properties")).isEmpty();
    assertThat(published.managed()).isEqualTo(Pom.read(Path.of("bom", "pom.xml")).managed());
    assertThat(Pom.text(published.project(), "version"))
        .isEqualTo(Pom.text(root.project(), "version"));
    assertThat(root.elements("netty.version"))
        .allMatch(line -> published.managed().toString().contains(line.getTextContent()));
  }

  @Test
  void billOfMaterials_namesOurModulesAndNothingBanned() throws IOException {
    String bill = Files.readString(Repository.root().resolve("target/bom.json"));
    for (HouseModule module : HouseModule.values()) {
      assertThat(bill).contains("pkg:maven/dev.holdfast/holdfast-" + module.folder() + "@");
    }
    assertThat(BANNED).noneMatch(bill::contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"holdfast-benchmarks", "holdfast-verification", "holdfast-examples"})
  void billOfMaterials_omitsWhatIsNotPublished(String name) throws IOException {
    assertThat(Files.readString(Repository.root().resolve("target/bom.json"))).doesNotContain(name);
  }

  private static int majorVersion(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      assertThat(in.readUnsignedShort()).as("minor version").isZero();
      return in.readUnsignedShort();
    }
  }

  private static Path jarOf(HouseModule module) throws IOException {
    List<Path> jars = new ArrayList<>();
    Path target = module.path().resolve("target");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target, "holdfast-*.jar")) {
      files.forEach(jars::add);
    }
    jars.removeIf(jar -> jar.toString().matches(".*-(sources|javadoc|tests)\\.jar"));
    assertThat(jars).as("jars of %s", module).hasSize(1);
    return jars.get(0);
  }
}
