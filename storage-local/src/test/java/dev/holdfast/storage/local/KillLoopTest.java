// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** One root, and process after process that is killed while it writes there. */
final class KillLoopTest {

  private static final int KILLS = 36;
  private static final int FEWEST = 4;
  private static final int MOST_LINES = 16;
  private static final long MOST_NANOS_MORE = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(7);

  @TempDir private Path root;

  /** What may be under each key: one value, or two while a change had begun and not ended. */
  private final Map<String, Set<String>> possible = new HashMap<>();

  @BeforeEach
  void begin() {
    ChildWrites.KEYS.forEach(key -> possible.put(key, Set.of(ChildWrites.ABSENT)));
  }

  @Test
  void F20_killedAtRandomMoments_keepsWhatWasAcknowledged(TestReporter reporter) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long start = System.nanoTime();
    int kills = 0;
    long stages = 0;
    while (kills < FEWEST || (kills < KILLS && System.nanoTime() - start < END_NANOS)) {
      writeAndKill(random);
      kills++;
      stages += RealStore.stages(root).size();
      check("seed %d, kill %d".formatted(seed, kills));
    }
    reporter.publishEntry(
        "seed %d: %d kills in the middle of %d writes".formatted(seed, kills, stages));
  }

  private void writeAndKill(Random random) throws Exception {
    try (ChildProcess child =
        ChildProcess.start(
            Surroundings.usual(),
            ChildWrites.class,
            root.toString(),
            Long.toString(random.nextLong()))) {
      for (int lines = 1 + random.nextInt(MOST_LINES); lines > 0; lines--) {
        heard(child.line());
      }
      LockSupport.parkNanos(random.nextLong(MOST_NANOS_MORE));
      child.kill();
      child.restOfLines().forEach(this::heard);
    }
  }

  private void heard(String line) {
    String[] words = line.split(" ", -1);
    if (words.length < 4) {
      return; // the process died while it said this
    }
    Set<String> before = possible.getOrDefault(words[1], Set.of());
    switch (words[0]) {
      case "begin" -> {
        Set<String> either = new HashSet<>(before);
        either.add(words[2]);
        possible.put(words[1], either);
      }
      case "end" -> possible.put(words[1], Set.of(words[2]));
      case "refused" -> {
        Set<String> old = new HashSet<>(before);
        old.remove(words[2]);
        possible.put(words[1], old);
      }
      default -> throw new AssertionError(line);
    }
  }

  /** The lock is free at once, every value is whole and one that may be, and stages are swept. */
  private void check(String context) throws IOException {
    try (FileStorage storage =
        LocalStorage.builder(root).lockWait(Duration.ZERO).staleAfter(Duration.ZERO).build()) {
      Set<String> present = new HashSet<>();
      for (String key : ChildWrites.KEYS) {
        String value = value(storage, StorageKey.of(key));
        assertThat(value).as("%s, %s", context, key).isIn(possible.get(key));
        possible.put(key, Set.of(value));
        if (!value.equals(ChildWrites.ABSENT)) {
          present.add(key);
        }
      }
      List<String> listed = LocalStorageTest.keys(storage);
      assertThat(listed).as(context).containsExactlyInAnyOrderElementsOf(present);
      assertThat(RealStore.stages(root)).as("stages, %s", context).isEmpty();
    }
  }

  private static String value(FileStorage storage, StorageKey key) {
    if (!storage.exists(key)) {
      return ChildWrites.ABSENT;
    }
    try (Download download = storage.download(key)) {
      byte[] bytes = download.readAllBytes(2_000_000);
      String start = new String(bytes, 0, Math.min(50, bytes.length), StandardCharsets.US_ASCII);
      String value = start.substring(0, start.indexOf(ChildWrites.END));
      assertThat(Arrays.equals(bytes, ChildWrites.bytes(value))).as("%s is whole", value).isTrue();
      return value;
    }
  }
}
