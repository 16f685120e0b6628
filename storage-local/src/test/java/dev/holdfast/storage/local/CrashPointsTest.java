// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.PreconditionFailedException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.ListQuery;
import dev.holdfast.testkit.disk.CrashFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Property P2: all sequences of at most three operations, a crash before every call to the disk.
 */
final class CrashPointsTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final int MOST_OUTCOMES = 12;
  private static final String ABSENT = "";

  /** What one client does to one of two keys that share a name. */
  private enum Step {
    PUT("d/k"),
    PUT_BELOW("d/k/x"),
    PUT_IF_ABSENT("d/k"),
    DELETE("d/k");

    private final String key;

    Step(String key) {
      this.key = key;
    }
  }

  /** What may be under each key: one value, or two while a call is open. */
  private final Map<String, Set<String>> possible = new HashMap<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void F20_F21_crashBeforeEveryCall_keepsWhatWasAcknowledged(boolean attributes) {
    long states = 0;
    for (List<Step> sequence : sequences(3)) {
      for (int n = 1; ; n++) {
        CrashFileSystem disk = CrashFileSystem.builder().userAttributes(attributes).build();
        CrashPoints.dieAt(disk, n);
        boolean finished = run(disk, sequence);
        disk.onCall(call -> {});
        String context = sequence + " dying at call " + n;
        states += CrashPoints.outcomes(disk, MOST_OUTCOMES, left -> check(left, context));
        if (finished) {
          break;
        }
      }
    }
    assertThat(states).isGreaterThan(10_000);
  }

  private static List<List<Step>> sequences(int most) {
    List<List<Step>> all = new ArrayList<>();
    List<List<Step>> longest = List.of(List.of());
    for (int length = 1; length <= most; length++) {
      List<List<Step>> longer = new ArrayList<>();
      for (List<Step> sequence : longest) {
        for (Step step : Step.values()) {
          List<Step> next = new ArrayList<>(sequence);
          next.add(step);
          longer.add(next);
        }
      }
      all.addAll(longer);
      longest = longer;
    }
    return all;
  }

  /** Runs a sequence until its end or its death; true if it came to its end. */
  private boolean run(CrashFileSystem disk, List<Step> sequence) {
    possible.clear();
    for (Step step : Step.values()) {
      possible.put(step.key, Set.of(ABSENT));
    }
    try {
      LocalDriver driver = LocalStores.open(disk.root().resolve("store"));
      for (int i = 0; i < sequence.size(); i++) {
        step(driver, sequence.get(i), "value " + i);
      }
      return true;
    } catch (CrashPoints.Death e) {
      return false;
    }
  }

  private void step(LocalDriver driver, Step step, String value) {
    String after = step == Step.DELETE ? ABSENT : value;
    Set<String> before = possible.getOrDefault(step.key, Set.of());
    if (step == Step.PUT_IF_ABSENT && !before.contains(ABSENT)) {
      after = before.iterator().next();
    }
    Set<String> either = new HashSet<>(before);
    either.add(after);
    possible.put(step.key, either);
    call(driver, step, value);
    possible.put(step.key, Set.of(after));
  }

  private static void call(LocalDriver driver, Step step, String value) {
    StorageKey key = StorageKey.of(step.key);
    if (step == Step.DELETE) {
      driver.delete(key, WriteCondition.any(), CALL);
      return;
    }
    WriteCondition condition =
        step == Step.PUT_IF_ABSENT ? WriteCondition.ifAbsent() : WriteCondition.any();
    UploadOptions options = UploadOptions.builder().fileName(value).condition(condition).build();
    try {
      driver.put(key, Content.ofBytes(value.getBytes(StandardCharsets.UTF_8)), options, CALL);
    } catch (PreconditionFailedException e) {
      assertThat(condition).isEqualTo(WriteCondition.ifAbsent());
    }
  }

  /** A store that is opened on what is left has what it must, and works. */
  private void check(CrashFileSystem left, String context) {
    LocalDriver driver = LocalStores.open(left.root().resolve("store"));
    int present = 0;
    for (Map.Entry<String, Set<String>> entry : possible.entrySet()) {
      String found = read(driver, StorageKey.of(entry.getKey()));
      if (!entry.getValue().contains(found)) {
        throw new AssertionError(
            "%s: %s has '%s', not one of %s%n%s"
                .formatted(context, entry.getKey(), found, entry.getValue(), left.dump()));
      }
      present += found.equals(ABSENT) ? 0 : 1;
    }
    if (driver.list(new ListQuery("", false, "", 10), CALL).entries().size() != present) {
      throw new AssertionError(context + ": the listing differs\n" + left.dump());
    }
    driver.close();
  }

  private static String read(LocalDriver driver, StorageKey key) {
    try {
      DriverDownload download = driver.get(key, DownloadOptions.defaults(), CALL);
      try (InputStream body = download.body()) {
        byte[] bytes = body.readAllBytes();
        String value = new String(bytes, StandardCharsets.UTF_8);
        boolean whole =
            Checksums.match(download.info(), bytes)
                && download.info().fileName().orElse("").equals(value);
        return whole ? value : "torn " + value;
      }
    } catch (ObjectNotFoundException e) {
      return ABSENT;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
