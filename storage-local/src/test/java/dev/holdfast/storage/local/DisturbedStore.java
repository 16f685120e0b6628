// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.local;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListCursor;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.engine.Pipeline;
import dev.holdfast.testkit.disk.CallKind;
import dev.holdfast.testkit.disk.CrashFileSystem;
import dev.holdfast.testkit.disk.CrashPolicy;
import dev.holdfast.testkit.disk.IoCall;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store with two objects on a disk in memory, whose n-th call from the beginning of an operation
 * is disturbed; and what must hold afterwards, whatever it was.
 */
final class DisturbedStore implements AutoCloseable {

  private static final StorageKey AGAIN = StorageKey.of("again");

  private final CrashFileSystem disk;
  private final FileStorage storage;
  private final EachOperation.Given given;
  private final Map<String, String> before;
  private @Nullable IoCall disturbed;

  DisturbedStore(boolean attributes) {
    this(attributes, Ticker.system(), Optional.empty());
  }

  /**
   * A store.
   *
   * @param timeout of every call that can have one
   */
  DisturbedStore(boolean attributes, Ticker ticker, Optional<Duration> timeout) {
    disk = CrashFileSystem.builder().userAttributes(attributes).build();
    storage = open(disk, ticker);
    storage.upload(EachOperation.Given.OLD, Content.ofBytes(new byte[] {1, 2, 3, 4}));
    storage.upload(EachOperation.Given.DEEP, Content.ofBytes(new byte[] {5}));
    String etag = storage.stat(EachOperation.Given.OLD).orElseThrow().etag();
    given = new EachOperation.Given(storage, etag, timeout);
    before = state(storage);
  }

  CrashFileSystem disk() {
    return disk;
  }

  /** The objects after an operation that nothing disturbed. */
  static Map<String, String> after(EachOperation operation, boolean attributes) throws IOException {
    try (DisturbedStore store = new DisturbedStore(attributes)) {
      operation.run(store.given);
      return state(store.storage);
    }
  }

  /**
   * Runs an operation and disturbs its n-th call to the disk.
   *
   * @param disturb is told of the call before it takes effect
   * @return how the operation failed, or empty
   * @throws AssertionError if it failed with anything but a {@code StorageException}
   */
  Optional<StorageException> run(EachOperation operation, long n, Consumer<IoCall> disturb) {
    long number = disk.calls() + n;
    disk.onCall(
        call -> {
          if (call.number() == number) {
            disturbed = call;
            disturb.accept(call);
          }
        });
    try {
      operation.run(given);
      return Optional.empty();
    } catch (StorageException e) {
      return Optional.of(e);
    } catch (IOException e) { // of the stream of a session
      if (e.getCause() instanceof StorageException told) {
        return Optional.of(told);
      }
      throw new AssertionError("an exception of another kind", e);
    } finally {
      disk.onCall(call -> {});
    }
  }

  /** The call that was disturbed, or empty if the operation had fewer. */
  Optional<IoCall> disturbed() {
    return Optional.ofNullable(disturbed);
  }

  /**
   * The outcome told is the true one, nothing is left open or behind, and the store goes on.
   *
   * @param ended whether writing must have ended, because a directory could not be forced
   */
  void check(Optional<StorageException> failure, Map<String, String> after, boolean ended)
      throws IOException {
    Map<String, String> now = state(storage);
    if (ended) {
      assertThatStorageFailure(this::putAgain).isNotApplied(Kind.READ_ONLY);
    } else {
      putAgain();
    }
    Map<String, String> left = durable();
    assertThat(left.remove(AGAIN.value()) == null)
        .as("written after, behind a power loss")
        .isEqualTo(ended);
    if (failure.isEmpty()) {
      assertThat(now).as("acknowledged").isEqualTo(after);
      assertThat(left).as("acknowledged, behind a power loss").isEqualTo(after);
    } else if (failure.get().outcome() == Outcome.NOT_APPLIED) {
      assertThat(now).as("not applied: %s", failure.get()).isEqualTo(before);
      assertThat(left).as("not applied, behind a power loss").isEqualTo(before);
    } else {
      assertThat(now).as("unknown: %s", failure.get()).isIn(before, after);
      assertThat(left).as("unknown, behind a power loss").isIn(before, after);
    }
    assertThat(disk.openPaths()).as("open").allMatch(path -> path.endsWith("lock")).hasSize(1);
    assertNoStage();
  }

  private void assertNoStage() throws IOException {
    boolean removal = disturbed != null && disturbed.kind() == CallKind.DELETE;
    try (DirectoryStream<Path> stages =
        Files.newDirectoryStream(disk.root().resolve("store/.holdfast/stage"))) {
      assertThat(stages).as("stages").hasSizeLessThanOrEqualTo(removal ? 1 : 0);
    }
  }

  private void putAgain() {
    storage.upload(AGAIN, Content.ofBytes(new byte[] {9}));
  }

  /** What a power loss leaves now. */
  private Map<String, String> durable() {
    CrashFileSystem left = disk.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    try (FileStorage next = open(left, Ticker.system())) {
      return state(next);
    }
  }

  private static FileStorage open(CrashFileSystem disk, Ticker ticker) {
    Environment usual = LocalStores.environment();
    Environment environment =
        new Environment(usual.clock(), ticker, usual.waits(), usual.scheduler(), usual.random());
    LocalStorage.Builder settings =
        LocalStorage.builder(disk.root().resolve("store")).lockWait(Duration.ZERO);
    return Pipeline.around(LocalStores.open(settings, environment))
        .environment(environment)
        .build();
  }

  /** All objects: what is listed, and can be read. */
  static Map<String, String> state(FileStorage storage) {
    Map<String, String> state = new TreeMap<>();
    try (ListCursor cursor = storage.list("")) {
      cursor.items().forEach(item -> state.put(item.key().value(), bytes(storage, item.key())));
    }
    return state;
  }

  private static String bytes(FileStorage storage, StorageKey key) {
    try (Download download = storage.download(key)) {
      byte[] bytes = download.readAllBytes(100_000);
      return bytes.length > 9 ? bytes.length + " bytes" : Arrays.toString(bytes);
    } catch (ObjectNotFoundException e) {
      return "listed but not there";
    }
  }

  @Override
  public void close() {
    storage.close();
  }
}
