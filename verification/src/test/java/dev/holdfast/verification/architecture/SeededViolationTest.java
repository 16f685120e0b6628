// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule refuses a tree of classes that was written to break it. */
class SeededViolationTest {

  private static final EffectRules EFFECTS = new EffectRules(Allowance.ALL);

  @TestFactory
  Stream<DynamicTest> effect_inACoreClass_isRefused() {
    return Arrays.stream(Effect.values())
        .map(
            effect ->
                dynamicTest(
                    effect.deed(),
                    () ->
                        refuses(
                            EFFECTS.onlyWhereAllowed(effect),
                            "effects",
                            effect.name().toLowerCase(java.util.Locale.ROOT))));
  }

  @Test
  void sleep_inStorageCore_isRefused() {
    refuses(EFFECTS.onlyWhereAllowed(Effect.WAIT), "sleep", "Thread.sleep(long)");
  }

  @Test
  void monitor_inAMethod_isRefused() {
    refuses(EffectRules.noMonitors(), "effects", "Monitor.guarded()");
  }

  @Test
  void cycle_ofThreePackages_isRefused() {
    refuses(CycleRules.noCycles(base("cycle")), "cycle", "Cycle detected");
  }

  @Test
  void thirdPartyType_inAStorageApiSignature_isRefused() {
    refuses(new HidingRules(base("signature")).signaturesShowOurTypesAlone(), "signature", "Span");
    refuses(new LayerRules(base("signature")).storageApiStandsAlone(), "signature", "Span");
  }

  @Test
  void thirdPartyTypeArgument_inASignature_isRefused() {
    refuses(
        new HidingRules(base("signature")).signaturesShowOurTypesAlone(), "signature", "Logger");
  }

  @Test
  void internalType_inASignature_isRefused() {
    refuses(
        new HidingRules(base("signature")).signaturesShowOurTypesAlone(), "signature", "Hidden");
  }

  @Test
  void publicInternal_thatNobodyNeeds_isRefused() {
    refuses(
        new HidingRules(base("signature")).internalsAreSharedOrHidden(),
        "signature",
        "Lonely need not be public");
  }

  @Test
  void arrowBetweenDomains_isRefused() {
    List<ArchRule> rules = new LayerRules(base("layers")).domainsAreStrangers();
    assertThat(rules.stream().filter(rule -> violates(rule, "layers"))).hasSize(1);
  }

  @Test
  void thirdParty_awayFromHome_isRefused() {
    List<ArchRule> rules = new LayerRules(base("layers")).thirdPartiesStayAtHome();
    assertThat(rules.stream().filter(rule -> violates(rule, "layers"))).hasSize(2);
  }

  @Test
  void emptyWord_inAName_isRefused() {
    refuses(NameRules.all().get(0), "names", "ThingManager");
  }

  @Test
  void beanAccessor_isRefused() {
    refuses(NameRules.all().get(1), "names", "getSize");
  }

  @Test
  void allowance_thatNobodyNeeds_isRefused() {
    Allowance stale = Allowance.of("Gone", "a class that is gone", Effect.TIME);
    assertThat(new EffectRules(List.of(stale)).unused(ProductionClasses.all()))
        .containsExactly(stale);
  }

  private static void refuses(ArchRule rule, String seed, String expected) {
    EvaluationResult result = rule.evaluate(seeded(seed));
    assertThat(result.hasViolation()).as("%s refuses %s", rule.getDescription(), seed).isTrue();
    assertThat(result.getFailureReport().toString()).containsIgnoringCase(expected);
  }

  private static boolean violates(ArchRule rule, String seed) {
    return rule.evaluate(seeded(seed)).hasViolation();
  }

  private static JavaClasses seeded(String name) {
    JavaClasses classes = ProductionClasses.seeded(name);
    assertThat(classes).as("seeded violations in %s", name).isNotEmpty();
    return classes;
  }

  private static String base(String seed) {
    return ProductionClasses.seedBase(seed);
  }
}
