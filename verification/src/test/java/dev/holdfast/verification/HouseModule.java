// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification;

import java.nio.file.Path;

/** The published modules: where they live and how much they may show. */
public enum HouseModule {
  RESILIENCE("resilience", 20),
  STORAGE_API("storage-api", 41),
  STORAGE_CORE("storage-core", 18),
  STORAGE_LOCAL("storage-local", 4),
  STORAGE_S3("storage-s3", 8),
  TESTKIT("testkit", Integer.MAX_VALUE);

  private final String folder;
  private final int publicTypes;

  HouseModule(String folder, int publicTypes) {
    this.folder = folder;
    this.publicTypes = publicTypes;
  }

  /** Folder below the root of the repository. */
  public String folder() {
    return folder;
  }

  /** How many public top-level types the module may have. */
  public int publicTypes() {
    return publicTypes;
  }

  /** The module's folder. */
  public Path path() {
    return Repository.root().resolve(folder);
  }

  /** Compiled main classes; the folder need not exist. */
  public Path classes() {
    return path().resolve("target/classes");
  }

  /** Main sources; the folder need not exist. */
  public Path sources() {
    return path().resolve("src/main/java");
  }
}
