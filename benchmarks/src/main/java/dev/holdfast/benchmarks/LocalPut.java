// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.Durability;
import dev.holdfast.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Atomic put of 4 KiB, against the bare system calls of the same write: create a stage with its
 * permissions, write, set an attribute of the same size and no more compressible, force, close,
 * rename, force the directory.
 */
final class LocalPut {

  private static final int SIZE_BYTES = 4096;
  private static final int KEYS = 64;
  private static final String ATTRIBUTE = "holdfast";

  private final Path scratch;
  private final byte[] bytes = new byte[SIZE_BYTES];
  private final SplittableRandom random = new SplittableRandom(1);

  LocalPut(Path scratch) {
    this.scratch = scratch;
  }

  List<Row> measure() throws Exception {
    return List.of(
        measure(Durability.NONE, 200),
        measure(Durability.FILE, 50),
        measure(Durability.FILE_AND_DIRECTORY, 50));
  }

  private Row measure(Durability durability, int operations) throws Exception {
    Path bare = Files.createDirectories(scratch.resolve("bare-" + durability));
    Files.createDirectories(bare.resolve("stage"));
    Files.createDirectories(bare.resolve("d"));
    Path root = scratch.resolve("store-" + durability);
    try (FileStorage storage = LocalStorage.builder(root).durability(durability).build()) {
      store(storage, KEYS);
      int attribute = view(root.resolve("d").resolve("_k0")).size(ATTRIBUTE);
      Interleaved.Rates rates =
          new Interleaved(101, 60, operations)
              .measure(n -> store(storage, n), n -> bare(bare, durability, attribute, n));
      return Row.atLeast(
          "atomic put 4 KiB, " + durability,
          "LocalStorage",
          rates.subject(),
          "put/s",
          "bare calls (%.0f put/s)".formatted(rates.reference()),
          rates.ratio(),
          0.9);
    }
  }

  private void store(FileStorage storage, int operations) {
    Content content = Content.ofBytes(bytes);
    for (int i = 0; i < operations; i++) {
      storage.upload(StorageKey.of("d/k" + i % KEYS), content);
    }
  }

  private void bare(Path root, Durability durability, int attributeBytes, int operations)
      throws IOException {
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path directory = root.resolve("d");
    for (int i = 0; i < operations; i++) {
      Path stage = root.resolve("stage").resolve("s" + i);
      try (FileChannel channel =
          FileChannel.open(
              stage, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        byte[] attribute = new byte[attributeBytes];
        random.nextBytes(attribute); // ext4 shares the block of attributes that are the same
        view(stage).write(ATTRIBUTE, ByteBuffer.wrap(attribute));
        if (durability != Durability.NONE) {
          channel.force(true);
        }
      }
      Files.move(stage, directory.resolve("k" + i % KEYS), StandardCopyOption.ATOMIC_MOVE);
      if (durability == Durability.FILE_AND_DIRECTORY) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  private static UserDefinedFileAttributeView view(Path file) {
    return Objects.requireNonNull(
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
  }
}
