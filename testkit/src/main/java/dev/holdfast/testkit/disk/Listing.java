// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Opens directory streams; the order of entries is a hash of seed, directory and name. */
final class Listing {
  private final CrashFileSystem fileSystem;

  Listing(CrashFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  private record Ranked(long rank, String name) {}

  DirectoryStream<Path> open(CrashPath path, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    CallGate gate = fileSystem.gate();
    gate.admit(CallKind.LIST, path);
    gate.enter();
    try {
      DirectoryNode directory = PathWalk.directory(path);
      List<CrashPath> entries = entries(path, directory);
      CrashDirectoryStream stream = new CrashDirectoryStream(fileSystem, entries, filter);
      fileSystem.handles().opened(stream, path, directory);
      return stream;
    } finally {
      gate.exit();
    }
  }

  private List<CrashPath> entries(CrashPath path, DirectoryNode directory) {
    long salt = mix(fileSystem.disk().options().seed() + directory.inode().number());
    List<Ranked> ranked = new ArrayList<>();
    for (Entry entry : directory.names().entries()) {
      ranked.add(new Ranked(mix(salt + entry.name().hashCode()), entry.name()));
    }
    ranked.sort(Comparator.comparingLong(Ranked::rank).thenComparing(Ranked::name));
    List<CrashPath> paths = new ArrayList<>(ranked.size());
    for (Ranked entry : ranked) {
      paths.add(path.resolve(CrashPath.of(fileSystem, false, List.of(entry.name()))));
    }
    return paths;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
