// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.spi.StorageDriver;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What {@link StorageDriverContract#skipped()} is good for. */
final class SkippedListTest {

  @Test
  void skippedTest_noList_isAborted() {
    SummaryGeneratingListener run = run(Unlisted.class, "tags_areToldByStat");
    assertThat(run.getSummary().getTestsAbortedCount()).isOne();
  }

  @Test
  void skippedTest_onTheList_isAborted() {
    SummaryGeneratingListener run = run(Listed.class, "tags_areToldByStat");
    assertThat(run.getSummary().getTestsAbortedCount()).isOne();
  }

  @Test
  void skippedTest_notOnTheList_fails() {
    expectFailure(Listed.class, "S14_metadata_largest_isKept", "is not listed in skipped()");
  }

  @Test
  void runningTest_onTheList_fails() {
    expectFailure(Listed.class, "stat_absentKey_isEmpty", "take it off the list");
  }

  @Test
  void list_unknownName_fails() {
    expectFailure(Listed.class, "skipped_namesOnlyTestsOfTheContract", "no_such_test");
  }

  private static void expectFailure(Class<?> contract, String test, String words) {
    SummaryGeneratingListener run = run(contract, test);
    assertThat(run.getSummary().getFailures()).hasSize(1);
    assertThat(run.getSummary().getFailures().get(0).getException()).hasMessageContaining(words);
  }

  private static SummaryGeneratingListener run(Class<?> contract, String test) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectMethod(contract, test)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    assertThat(listener.getSummary().getTestsFoundCount()).isOne();
    return listener;
  }

  static class Unlisted extends StorageDriverContract {

    @Override
    protected final StorageDriver createDriver() {
      return MemoryDriver.builder().capabilities(capabilities()).build();
    }

    @Override
    protected final Set<Capability> capabilities() {
      return EnumSet.of(Capability.WRITE);
    }
  }

  static final class Listed extends Unlisted {

    @Override
    protected Optional<Set<String>> skipped() {
      return Optional.of(Set.of("tags_areToldByStat", "stat_absentKey_isEmpty", "no_such_test"));
    }
  }
}
