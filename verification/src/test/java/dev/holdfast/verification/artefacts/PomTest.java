// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.verification.HouseModule;
import dev.holdfast.verification.Repository;
import dev.holdfast.verification.artefacts.Pom.Dependency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Every version stands in one place, and no module brings more than it promises. */
class PomTest {

  private static final Pom ROOT = Pom.read(Path.of("pom.xml"));
  private static final Pom BOM = Pom.read(Path.of("bom", "pom.xml"));

  /** Applications that stand alone, so that nothing of ours decides what they resolve. */
  private static final Path PLATFORMS = Path.of("verification", "platforms");

  @Test
  void modules_carryNoVersions() {
    assertThat(Pom.all())
        .filteredOn(pom -> !pom.isRoot() && !pom.path().equals(BOM.path()))
        .filteredOn(pom -> !pom.path().startsWith(PLATFORMS))
        .allSatisfy(
            pom ->
                assertThat(pom.elements("version"))
                    .as(pom.path().toString())
                    .allMatch(version -> parentOf(version).equals("parent")));
  }

  @Test
  void platformApplications_agreeWithTheRoot() {
    List<Pom> applications =
        Pom.all().stream().filter(pom -> pom.path().startsWith(PLATFORMS)).toList();
    Map<String, String> known = properties(ROOT);
    known.put("holdfast.version", Pom.text(ROOT.project(), "version"));
    assertThat(applications).hasSize(2);
    for (Pom application : applications) {
      Map<String, String> own = properties(application);
      assertThat(own).as(application.path().toString()).containsKey("holdfast.version");
      own.keySet().retainAll(known.keySet());
      assertThat(known).as(application.path().toString()).containsAllEntriesOf(own);
    }
  }

  @Test
  void publishedModules_areTheOnesThatAreVerified() {
    Set<String> published = new TreeSet<>();
    for (Element module : ROOT.elements("module")) {
      Pom pom = Pom.read(Path.of(module.getTextContent(), "pom.xml"));
      boolean jar = !Pom.text(pom.project(), "packaging").equals("pom");
      if (jar && pom.elements("maven.deploy.skip").isEmpty()) {
        published.add(module.getTextContent());
      }
    }
    assertThat(published)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(HouseModule.values()).map(HouseModule::folder).toList());
  }

  @Test
  void bom_managesOurModulesAndNettyAlone() {
    Set<String> expected =
        Arrays.stream(HouseModule.values())
            .map(module -> "dev.holdfast:holdfast-" + module.folder())
            .collect(Collectors.toCollection(TreeSet::new));
    expected.add("io.netty:netty-bom");
    assertThat(BOM.managed())
        .extracting(Dependency::artefact)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(BOM.managed())
        .filteredOn(entry -> entry.artefact().startsWith("dev.holdfast"))
        .allMatch(entry -> entry.version().equals("${project.version}"));
  }

  @Test
  void storageApi_bringsNothingButNullAnnotations() {
    assertThat(compileDependencies(HouseModule.STORAGE_API))
        .containsExactly("org.jspecify:jspecify");
  }

  @Test
  void testkit_bringsContractsAndJUnitAlone() {
    assertThat(compileDependencies(HouseModule.TESTKIT))
        .containsExactlyInAnyOrder(
            "org.jspecify:jspecify",
            "dev.holdfast:holdfast-storage-api",
            "dev.holdfast:holdfast-resilience",
            "org.junit.jupiter:junit-jupiter-api",
            "org.assertj:assertj-core");
  }

  @Test
  void everyModule_hasANameForModulePaths() {
    for (HouseModule module : HouseModule.values()) {
      Path pom = Path.of(module.folder(), "pom.xml");
      assertThat(Pom.read(pom).elements("module.name"))
          .as(pom.toString())
          .extracting(Element::getTextContent)
          .containsExactly("dev.holdfast." + module.folder().replace('-', '.'));
    }
  }

  @Test
  void everyFolderWithAPom_isBuilt() {
    assertThat(Repository.files())
        .filteredOn(file -> Repository.name(file).equals("pom.xml"))
        .filteredOn(file -> file.getNameCount() == 2)
        .allMatch(file -> ROOT.elements("module").stream().anyMatch(module -> isIn(file, module)));
    assertThat(Files.exists(Repository.root().resolve("LICENSE"))).isTrue();
  }

  private static Map<String, String> properties(Pom pom) {
    Map<String, String> found = new TreeMap<>();
    for (Element list : pom.elements("properties")) {
      for (Node node = list.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element property) {
          found.putIfAbsent(property.getTagName(), property.getTextContent().strip());
        }
      }
    }
    return found;
  }

  private static boolean isIn(Path file, Element module) {
    return file.startsWith(module.getTextContent());
  }

  private static List<String> compileDependencies(HouseModule module) {
    return Pom.read(Path.of(module.folder(), "pom.xml")).dependencies().stream()
        .filter(dependency -> dependency.scope().equals("compile"))
        .map(Dependency::artefact)
        .toList();
  }

  private static String parentOf(Element element) {
    return element.getParentNode().getNodeName();
  }
}
