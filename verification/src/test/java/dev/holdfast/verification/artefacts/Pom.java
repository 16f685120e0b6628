// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.artefacts;

import dev.holdfast.verification.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A POM, read as it stands, without its parents.
 *
 * @param path relative to the root of the repository
 * @param project the outermost element
 */
record Pom(Path path, Element project) {

  /**
   * A dependency as it stands in a POM.
   *
   * @param artefact group and name, separated by a colon
   * @param version empty if it is managed elsewhere
   * @param scope compile if none is given
   */
  record Dependency(String artefact, String version, String scope) {}

  static Pom read(Path path) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Path file = Repository.root().resolve(path);
      return new Pom(path, factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("cannot read " + path, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All POMs of the repository. */
  static List<Pom> all() {
    return Repository.files().stream()
        .filter(file -> Repository.name(file).equals("pom.xml"))
        .map(Pom::read)
        .toList();
  }

  boolean isRoot() {
    return path.getNameCount() == 1;
  }

  /** Elements anywhere in the file. */
  List<Element> elements(String name) {
    NodeList found = project.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(found::item)
        .map(Element.class::cast)
        .toList();
  }

  /** Dependencies of the module itself. */
  List<Dependency> dependencies() {
    return children(project, "dependencies").flatMap(Pom::dependenciesIn).toList();
  }

  /** Dependencies whose versions the file manages. */
  List<Dependency> managed() {
    return children(project, "dependencyManagement")
        .flatMap(management -> children(management, "dependencies"))
        .flatMap(Pom::dependenciesIn)
        .toList();
  }

  /** Text of a direct child, empty if there is none. */
  static String text(Element parent, String name) {
    return children(parent, name).map(child -> child.getTextContent().strip()).findAny().orElse("");
  }

  private static Stream<Dependency> dependenciesIn(Element list) {
    return children(list, "dependency").map(Pom::dependency);
  }

  private static Dependency dependency(Element element) {
    String scope = text(element, "scope");
    return new Dependency(
        text(element, "groupId") + ":" + text(element, "artifactId"),
        text(element, "version"),
        scope.isEmpty() ? "compile" : scope);
  }

  private static Stream<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name));
  }
}
