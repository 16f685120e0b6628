// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link StorageDriver} must do, as tests. The author of a driver extends this class and
 * runs it with JUnit Jupiter:
 *
 * <pre>{@code
 * final class MyDriverContractTest extends StorageDriverContract {
 *   @TempDir Path directory;
 *
 *   protected StorageDriver createDriver() {
 *     return new MyDriver(directory);
 *   }
 *
 *   protected Set<Capability> capabilities() {
 *     return Set.of(Capability.WRITE, Capability.IF_ABSENT);
 *   }
 * }
 * }</pre>
 *
 * <p>A test that needs a capability which is not claimed is skipped, never passed, and so is a test
 * of what happens without a capability that is claimed: a driver with all of them skips two.
 * Override {@link #skipped()} to state which tests those are: from then on, a test that is skipped
 * without being named there fails, and so does one that is named but runs.
 *
 * <p>Each test has a driver of its own, and closes it. Most tests take milliseconds in memory; none
 * sleeps, and each ends within a minute. Tests that use more than one thread join all of them.
 */
@Timeout(60)
public abstract class StorageDriverContract
    implements UploadContract,
        FailingContentContract,
        DownloadContract,
        StatContract,
        DeleteContract,
        CopyContract,
        ListContract,
        PagingContract,
        SessionContract,
        ConditionContract,
        RaceContract,
        KeyContract,
        MetadataContract,
        ConcurrencyContract,
        InterruptContract,
        PresignContract,
        LifecycleContract {

  private @Nullable StoreUnderTest store;
  private String running = "";
  private boolean skipping;

  /** For subclasses. */
  protected StorageDriverContract() {}

  /** A driver over a fresh, empty store. Called once by each test, which closes the driver. */
  protected abstract StorageDriver createDriver();

  /** What the author claims that the driver can do; the driver must say the same. */
  protected abstract Set<Capability> capabilities();

  /**
   * The methods of this class that are skipped for this driver, by name; empty, which is the
   * default, if that is not to be checked.
   */
  protected Optional<Set<String>> skipped() {
    return Optional.empty();
  }

  /**
   * The size of a large object, in bytes; 1 MiB and 3 unless overridden. A driver that writes large
   * objects in another way than small ones, such as in parts, returns a size beyond that limit, so
   * that both ways are tested. Some tests hold a few such objects in memory.
   */
  protected int largeObjectBytes() {
    return StoreUnderTest.LARGE_BYTES;
  }

  /** For the tests of the contract. */
  @Override
  public final StoreUnderTest store() {
    if (store == null) {
      throw new IllegalStateException("no test is running");
    }
    return store;
  }

  @BeforeEach
  final void openDriver(TestInfo test) {
    running = test.getTestMethod().orElseThrow().getName();
    skipping = false;
    StorageDriver driver = createDriver();
    store = new StoreUnderTest(driver, capabilities(), largeObjectBytes(), this::skip);
    assertThat(driver.capabilities())
        .as("capabilities that the driver itself states, against those its author claims")
        .isEqualTo(capabilities());
  }

  @AfterEach
  final void closeDriver() {
    if (store != null) {
      store.driver().close();
    }
    if (!skipping && skipped().orElse(Set.of()).contains(running)) {
      throw new AssertionError(
          "%s is listed in skipped(), but it ran; take it off the list".formatted(running));
    }
  }

  @Test
  final void skipped_namesOnlyTestsOfTheContract() {
    Set<String> methods =
        Arrays.stream(getClass().getMethods()).map(Method::getName).collect(Collectors.toSet());
    assertThat(methods).as("tests, among them the skipped").containsAll(skipped().orElse(Set.of()));
  }

  private void skip(String reason) {
    if (skipped().isPresent() && !skipped().get().contains(running)) {
      throw new AssertionError(
          "%s was skipped (it %s) but is not listed in skipped()".formatted(running, reason));
    }
    skipping = true;
    Assumptions.abort(reason);
  }
}
