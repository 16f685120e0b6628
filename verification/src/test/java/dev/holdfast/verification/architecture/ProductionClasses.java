// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.holdfast.verification.HouseModule;
import dev.holdfast.verification.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Compiled main classes of the published modules, read from where the build puts them. */
final class ProductionClasses {

  private ProductionClasses() {}

  /** The classes of all modules. */
  static JavaClasses all() {
    return Holder.ALL;
  }

  private static JavaClasses read() {
    List<Path> folders =
        Arrays.stream(HouseModule.values())
            .filter(module -> !Repository.javaFiles(module.sources()).isEmpty())
            .map(ProductionClasses::compiled)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }

  /** The classes of one seeded violation: a small tree of packages that breaks one rule. */
  static JavaClasses seeded(String name) {
    Path classes = Repository.root().resolve("verification/target/test-classes");
    return new ClassFileImporter().importPath(classes.resolve(seedBase(name).replace('.', '/')));
  }

  /** The package that plays the part of {@code dev.holdfast} in a seeded violation. */
  static String seedBase(String name) {
    return "dev.holdfast.verification.seeded." + name;
  }

  private static Path compiled(HouseModule module) {
    if (!Files.isDirectory(module.classes())) {
      throw new IllegalStateException(
          module.folder() + " has sources but no classes; build from the root: mvn verify");
    }
    return module.classes();
  }

  /** Read once, on first use. */
  private static final class Holder {

    static final JavaClasses ALL = read();
  }
}
