// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Each broken driver fails the groups of the contract that are there to catch it. */
final class SeededBugTest {

  @TestFactory
  Stream<DynamicTest> contract_brokenDriver_failsInExpectedGroups() {
    return Arrays.stream(SeededBug.values())
        .map(bug -> DynamicTest.dynamicTest(bug.name(), () -> expectCaught(bug)));
  }

  @Test
  void seededBugs_together_coverEveryGroup() {
    List<Class<?>> caught = new ArrayList<>();
    for (SeededBug bug : SeededBug.values()) {
      caught.addAll(bug.groups());
    }
    assertThat(StorageDriverContract.class.getInterfaces()).allMatch(caught::contains);
  }

  private static void expectCaught(SeededBug bug) {
    for (Class<?> group : bug.groups()) {
      TestExecutionSummary summary = run(bug, group);
      assertThat(summary.getTestsFoundCount())
          .as("tests of %s", group.getSimpleName())
          .isPositive();
      assertThat(summary.getTestsFailedCount())
          .as("failures of %s for a driver that %s", group.getSimpleName(), bug)
          .isPositive();
    }
  }

  private static TestExecutionSummary run(SeededBug bug, Class<?> group) {
    List<MethodSelector> tests =
        Arrays.stream(group.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .map(name -> selectMethod(SeededContract.class, name))
            .toList();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(tests)
            .configurationParameter(SeededContract.BUG, bug.name())
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
