// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.NodeList;

/**
 * Compares the versions that an application resolved with those that its platform manages: {@code
 * java ManagedVersions.java APPLICATION}, after the application was tested. Prints what our jars
 * bring and what is wrong; the exit status is 0 if nothing is.
 */
final class ManagedVersions {

  /** Groups of which our jars bring something. */
  private static final List<String> OURS =
      List.of("io.github.resilience4j", "io.opentelemetry", "org.jspecify", "org.slf4j");

  /** A line such as {@code org.slf4j:slf4j-api:jar:2.0.17:compile}. */
  private static final Pattern RESOLVED = Pattern.compile("^ +([^:]+:[^:]+):jar:([^:]+):[a-z]");

  private ManagedVersions() {}

  public static void main(String[] args) throws Exception {
    Path built = Path.of(args[0], "target");
    Map<String, String> managed = managed(built.resolve("platform.xml"));
    Map<String, String> resolved = resolved(built.resolve("resolved.txt"));
    boolean sound = true;
    for (String group : OURS) {
      if (resolved.keySet().stream().noneMatch(name -> group(name).equals(group))) {
        System.out.println("missing    " + group);
        sound = false;
      }
    }
    for (Map.Entry<String, String> jar : resolved.entrySet()) {
      String wanted = managed.get(jar.getKey());
      boolean overridden = wanted != null && !wanted.equals(jar.getValue());
      if (overridden || OURS.contains(group(jar.getKey()))) {
        String verdict = wanted == null ? "unmanaged" : overridden ? "OVERRIDDEN" : "managed";
        System.out.printf("%-10s %s %s%n", verdict, jar.getKey(), jar.getValue());
      }
      sound &= !overridden;
    }
    long followed = resolved.keySet().stream().filter(managed::containsKey).count();
    System.out.printf("the platform manages %d of %d jars%n", followed, resolved.size());
    System.exit(sound && followed > 0 ? 0 : 1);
  }

  private static String group(String name) {
    return name.substring(0, name.indexOf(':'));
  }

  private static Map<String, String> resolved(Path list) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (String line : Files.readAllLines(list)) {
      Matcher matcher = RESOLVED.matcher(line);
      if (matcher.find()) {
        versions.put(matcher.group(1), matcher.group(2));
      }
    }
    return versions;
  }

  private static Map<String, String> managed(Path pom) throws Exception {
    XPath path = XPathFactory.newInstance().newXPath();
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    String jars = "/project/dependencyManagement/dependencies/dependency[not(classifier)]";
    NodeList found = (NodeList) path.evaluate(jars, document, XPathConstants.NODESET);
    Map<String, String> versions = new HashMap<>();
    for (int i = 0; i < found.getLength(); i++) {
      String name = path.evaluate("concat(groupId, ':', artifactId)", found.item(i));
      versions.put(name, path.evaluate("version", found.item(i)));
    }
    return versions;
  }
}
