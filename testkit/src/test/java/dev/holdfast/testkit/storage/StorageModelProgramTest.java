// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random programs on drivers with faults: the model agrees with the sound, not with the broken. */
final class StorageModelProgramTest {

  private static final CallContext CALL = CallContext.unbounded();
  private static final List<StorageKey> KEYS =
      List.of(StorageKey.of("a"), StorageKey.of("a/b"), StorageKey.of("c"));
  private static final int PROGRAMS = 300;
  private static final int STEPS = 60;

  @Test
  void program_soundDriverWithHonestFaults_agreesWithModel() {
    for (long seed = 1; seed <= PROGRAMS; seed++) {
      new Program(MemoryDriver.create(), true, seed).run();
    }
  }

  @Test
  void program_faultsThatLie_violateModel() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= PROGRAMS; seed++) {
                new Program(MemoryDriver.create(), false, seed).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed");
  }

  @Test
  void program_driverThatLosesWrites_violatesModel() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= PROGRAMS; seed++) {
                StorageDriver losing =
                    new BrokenDriver()
                        .onDelete(
                            (below, key, condition, call) -> {
                              if (!key.value().equals("c")) {
                                below.delete(key, condition, call);
                              }
                            });
                new Program(losing, true, seed).run();
              }
            })
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'c'");
  }

  /** One random program; every failure names its seed. */
  private static final class Program {

    private final FaultInjectingDriver driver;
    private final boolean honest;
    private final long seed;
    private final SplittableRandom random;
    private final StorageModel model = StorageModel.empty();

    private Program(StorageDriver below, boolean honest, long seed) {
      this.driver = FaultInjectingDriver.over(below);
      this.honest = honest;
      this.seed = seed;
      this.random = new SplittableRandom(seed);
    }

    private void run() {
      try {
        for (int step = 0; step < STEPS; step++) {
          step();
        }
        KEYS.forEach(this::read);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }

    private void step() {
      StorageKey key = KEYS.get(random.nextInt(KEYS.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> put(key);
        case 2 -> delete(key);
        case 3 -> read(key);
        case 4 -> model.expectExists(key, driver.stat(key, CALL).isPresent());
        default -> model.expectListing("", list());
      }
    }

    private void put(StorageKey key) {
      byte[] bytes = Payload.plain(random.nextInt(100), random.nextLong());
      ObjectState attempted = ObjectState.attempted(bytes, UploadOptions.defaults());
      maybeFault();
      try {
        model.written(
            key,
            ObjectState.of(
                driver.put(key, Content.ofBytes(bytes), UploadOptions.defaults(), CALL), bytes));
      } catch (StorageException e) {
        model.failed(key, attempted, e);
      }
    }

    private void delete(StorageKey key) {
      maybeFault();
      try {
        driver.delete(key, WriteCondition.any(), CALL);
        model.written(key, ObjectState.absent());
      } catch (StorageException e) {
        model.failed(key, ObjectState.absent(), e);
      }
    }

    private void read(StorageKey key) {
      ObjectState state;
      try {
        DriverDownload download = driver.get(key, DownloadOptions.defaults(), CALL);
        state = ObjectState.of(download.info(), StoreUnderTest.drain(download));
      } catch (StorageException e) {
        StorageExceptionAssert.assertThat(e).isNotApplied(Kind.NOT_FOUND);
        state = ObjectState.absent();
      }
      model.expectRead(key, state);
    }

    private List<StorageKey> list() {
      return new StoreUnderTest(driver, driver.capabilities(), 1000, reason -> {})
          .list("").stream().map(StorageKey::of).toList();
    }

    private void maybeFault() {
      Outcome afterwards = honest ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
      switch (random.nextInt(6)) {
        case 0 -> driver.inject(DriverFault.before(Kind.UNAVAILABLE, Outcome.NOT_APPLIED));
        case 1 -> driver.inject(DriverFault.before(Kind.TIMEOUT, Outcome.UNKNOWN));
        case 2 -> driver.inject(DriverFault.after(Kind.TIMEOUT, afterwards));
        default -> driver.heal();
      }
    }
  }
}
