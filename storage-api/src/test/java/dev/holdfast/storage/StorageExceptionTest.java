// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.StorageException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every failure that can be built: what it says, what it is, what can be done about it. */
class StorageExceptionTest {

  private static final StorageKey KEY = StorageKey.of("a/b.txt");

  /** Kinds whose cause can pass, and kinds that speak about the health of a backend. */
  private static final Set<Kind> PASSING =
      Set.of(Kind.STORAGE_LOCKED, Kind.THROTTLED, Kind.UNAVAILABLE, Kind.TIMEOUT, Kind.OVERLOADED);

  private static final Set<Kind> HEALTH =
      Set.of(Kind.READ_ONLY, Kind.STORAGE_FULL, Kind.THROTTLED, Kind.UNAVAILABLE, Kind.TIMEOUT);

  private static final Map<Kind, Class<? extends StorageException>> OF_THEIR_OWN =
      new EnumMap<>(
          Map.of(
              Kind.NOT_FOUND, ObjectNotFoundException.class,
              Kind.PRECONDITION_FAILED, PreconditionFailedException.class,
              Kind.INVALID_KEY, InvalidKeyException.class,
              Kind.ACCESS_DENIED, StorageAccessDeniedException.class,
              Kind.STORAGE_LOCKED, StorageLockedException.class,
              Kind.INTEGRITY, IntegrityException.class));

  static Stream<Arguments> everyEnd() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Outcome.values()).map(outcome -> Arguments.of(kind, outcome)));
  }

  @ParameterizedTest
  @MethodSource("everyEnd")
  void message_ofEveryKindAndOutcome_hasAllParts(Kind kind, Outcome outcome) {
    String end =
        outcome == Outcome.UNKNOWN
            ? "UNKNOWN, it may have been applied, or may be later"
            : "NOT_APPLIED, nothing was changed";
    assertThat(full(kind, outcome))
        .hasMessage(
            "copy of 'a/b.txt' at tier one failed after 3 attempts in PT1.5S: the reason of "
                + kind
                + "; "
                + end
                + "; the advice");
  }

  @ParameterizedTest
  @MethodSource("everyEnd")
  void message_withoutDetails_namesTheKindInWords(Kind kind, Outcome outcome) {
    StorageException bare = StorageException.builder(kind).outcome(outcome).build();
    assertThat(bare.getMessage())
        .startsWith("open failed: " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "; ")
        .contains(outcome.name() + ", ")
        .doesNotContain("null")
        .doesNotEndWith(";");
    assertThat(bare.operation()).isEqualTo(StorageOperation.OPEN);
    assertThat(bare.attempts()).isZero();
    assertThat(bare.key()).isEmpty();
    assertThat(bare.requestId()).isEmpty();
    assertThat(bare).hasNoCause();
  }

  @Test
  void message_ofDifferentEnds_isNeverTheSame() {
    Set<String> messages = new TreeSet<>();
    int built = 0;
    for (Kind kind : Kind.values()) {
      for (Outcome outcome : Outcome.values()) {
        for (StorageOperation operation : StorageOperation.values()) {
          StorageExceptionBuilder facts =
              StorageException.builder(kind).outcome(outcome).operation(operation);
          messages.add(facts.build().toString());
          built++;
        }
      }
    }
    assertThat(messages).hasSize(built).allMatch(message -> message.matches("[ -~]+"));
  }

  @ParameterizedTest
  @MethodSource("everyEnd")
  void build_everyKindAndOutcome_hasTheClassThatCallersCatch(Kind kind, Outcome outcome) {
    Class<? extends StorageException> expected =
        outcome == Outcome.UNKNOWN
            ? OutcomeUnknownException.class
            : OF_THEIR_OWN.getOrDefault(kind, StorageException.class);
    assertThat(full(kind, outcome)).isExactlyInstanceOf(expected);
  }

  @ParameterizedTest
  @MethodSource("everyEnd")
  void build_everyKindAndOutcome_keepsTheFacts(Kind kind, Outcome outcome) {
    StorageException failure = full(kind, outcome);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.outcome()).isEqualTo(outcome);
    assertThat(failure.operation()).isEqualTo(StorageOperation.COPY);
    assertThat(failure.attempts()).isEqualTo(3);
    assertThat(failure.key()).contains(KEY);
    assertThat(failure.requestId()).contains("id-1");
    assertThat(failure).hasCauseExactlyInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("everyEnd")
  void retryable_onlyIfTheCausePassesAndNothingWasApplied(Kind kind, Outcome outcome) {
    assertThat(full(kind, outcome).retryable())
        .isEqualTo(PASSING.contains(kind) && outcome == Outcome.NOT_APPLIED);
  }

  @ParameterizedTest
  @EnumSource
  void kind_facts_areThoseOfTheTable(Kind kind) {
    assertThat(kind.passing()).as("passes").isEqualTo(PASSING.contains(kind));
    assertThat(kind.countsForHealth()).as("health").isEqualTo(HEALTH.contains(kind));
  }

  @Test
  void message_ofOneAttempt_doesNotCount() {
    StorageExceptionBuilder facts =
        StorageException.builder(Kind.TIMEOUT).attempts(1, Duration.ofSeconds(9));
    assertThat(facts.build()).hasMessageStartingWith("open failed: timeout");
    assertThat(facts.build().attempts()).isEqualTo(1);
  }

  @Test
  void message_partsThatAreMissing_leaveNoTrace() {
    StorageExceptionBuilder facts = StorageException.builder(Kind.NOT_FOUND).key(KEY);
    assertThat(facts.operation(StorageOperation.STAT).build())
        .hasMessage("stat of 'a/b.txt' failed: not found; NOT_APPLIED, nothing was changed");
    facts = StorageException.builder(Kind.THROTTLED).where("s3").advice("wait");
    assertThat(facts.operation(StorageOperation.DELETE_ALL).build())
        .hasMessage("delete all at s3 failed: throttled; NOT_APPLIED, nothing was changed; wait");
  }

  @Test
  void S33_message_isOneLineWhereverItsPartsComeFrom() {
    String forged = "x\r\n2026-01-01 INFO all is well\u2028\u202e";
    StorageException failure =
        StorageException.builder(Kind.UNAVAILABLE)
            .key(StorageKey.of("a\u202eb\u2028" + "c/".repeat(200) + "d"))
            .where(forged)
            .reason(forged)
            .advice(forged)
            .build();
    assertThat(failure.getMessage())
        .doesNotContain("\n", "\r", "\u2028", "\u202e")
        .contains("x\\u{D}\\u{A}2026-01-01 INFO all is well\\u{2028}\\u{202E}")
        .contains("a\\u{202E}b\\u{2028}c/c/")
        .contains("...' at x");
  }

  @Test
  void S33_messageOfAnInvalidKey_isOneShortLine() {
    InvalidKeyException failure =
        new InvalidKeyException("a\r\nb\u202e" + "c".repeat(1 << 20), "it is long");
    assertThat(failure.getMessage())
        .startsWith("making a key of 'a\\u{D}\\u{A}b\\u{202E}ccc")
        .contains("...' failed: it is long;")
        .hasSizeLessThan(300);
  }

  @Test
  void message_ofASettledFailure_doesNotSayThatItMayBeAppliedLater() {
    StorageExceptionBuilder facts =
        StorageException.builder(Kind.UNAVAILABLE).outcome(Outcome.UNKNOWN);
    assertThat(facts.build())
        .hasMessageEndingWith("UNKNOWN, it may have been applied, or may be later");
    assertThat(facts.build().settled()).isFalse();
    assertThat(facts.settled().build()).hasMessageEndingWith("UNKNOWN, it may have been applied");
    assertThat(facts.build().settled()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("everyEnd")
  void toBuilder_ofEveryFailure_keepsAllButAttemptsAndCause(Kind kind, Outcome outcome) {
    for (StorageExceptionBuilder facts :
        List.of(
            StorageException.builder(kind).outcome(outcome),
            StorageException.builder(kind).outcome(outcome).settled(),
            StorageException.builder(kind)
                .outcome(outcome)
                .operation(StorageOperation.COPY)
                .key(KEY)
                .where("tier one")
                .requestId("id-1")
                .retryAfter(Duration.ofSeconds(7))
                .reason("the reason")
                .advice("the advice"))) {
      StorageException first = facts.build();
      StorageException again = first.toBuilder().build();
      assertThat(again).isExactlyInstanceOf(first.getClass()).hasMessage(first.getMessage());
      assertThat(again.kind()).isEqualTo(kind);
      assertThat(again.outcome()).isEqualTo(outcome);
      assertThat(again.settled()).isEqualTo(first.settled());
      assertThat(again.operation()).isEqualTo(first.operation());
      assertThat(again.key()).isEqualTo(first.key());
      assertThat(again.requestId()).isEqualTo(first.requestId());
      assertThat(again.retryAfter()).isEqualTo(first.retryAfter());
    }
    assertThat(full(kind, outcome).toBuilder().build()).hasNoCause();
    assertThat(full(kind, outcome).toBuilder().build().attempts()).isZero();
    assertThat(new InvalidKeyException("x", "it is").toBuilder().build())
        .hasMessageStartingWith("making a key of 'x' failed");
  }

  @Test
  void builder_usedTwice_makesTwoFailures() {
    StorageExceptionBuilder facts = StorageException.builder(Kind.TIMEOUT).reason("first");
    StorageException first = facts.build();
    StorageException second = facts.reason("second").outcome(Outcome.UNKNOWN).build();
    assertThat(first).hasMessageContaining("first").isNotInstanceOf(OutcomeUnknownException.class);
    assertThat(first.outcome()).isEqualTo(Outcome.NOT_APPLIED);
    assertThat(second).hasMessageContaining("second");
  }

  @Test
  void operations_inMessages_areWords() {
    List<String> words = Stream.of(StorageOperation.values()).map(String::valueOf).toList();
    assertThat(words).allMatch(word -> word.matches("[a-z ]+")).contains("delete all");
    assertThat(new HashSet<>(words)).hasSameSizeAs(words);
  }

  private static StorageException full(Kind kind, Outcome outcome) {
    return StorageException.builder(kind)
        .operation(StorageOperation.COPY)
        .outcome(outcome)
        .key(KEY)
        .where("tier one")
        .attempts(3, Duration.ofMillis(1500))
        .requestId("id-1")
        .reason("the reason of " + kind)
        .advice("the advice")
        .cause(new IOException("below"))
        .build();
  }
}
