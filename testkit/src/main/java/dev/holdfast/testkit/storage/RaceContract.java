// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.DriverDownload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conditions decided among threads: in one step with the write. */
interface RaceContract extends DriverTests {

  /** How many threads want the same. */
  int RIVALS = 16;

  /** How often a call is repeated whose failure says that it may be. */
  int PATIENCE = 1000;

  @Test
  default void ifAbsent_manyThreads_exactlyOneWins() {
    store().requires(Capability.WRITE, Capability.IF_ABSENT);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      expectOneWinner(writer, "fresh", WriteCondition.ifAbsent());
    }
  }

  @Test
  default void ifMatch_manyThreads_exactlyOneWins() {
    store().requires(Capability.WRITE, Capability.IF_MATCH);
    for (ConditionalWriter writer : ConditionalWriter.of(store())) {
      String etag = store().put(writer.key("shared"), Payload.describing(100, 99)).etag();
      expectOneWinner(writer, "shared", WriteCondition.ifMatch(etag));
    }
  }

  @Test
  default void deleteIfMatch_manyThreads_exactlyOneWins() {
    store().requires(Capability.WRITE, Capability.IF_MATCH_DELETE);
    String etag = store().put("doomed", new byte[10]).etag();
    WriteCondition condition = WriteCondition.ifMatch(etag);
    List<Boolean> won =
        rivals(
            number -> {
              store().driver().delete(StorageKey.of("doomed"), condition, StoreUnderTest.CALL);
              return true;
            });
    assertThat(won).as("who deleted the object").containsOnlyOnce(true);
    store().expectAbsent("doomed");
  }

  @Test
  default void ifMatch_counter_losesNoIncrement() {
    store().requires(Capability.WRITE, Capability.IF_MATCH);
    int threads = 4;
    int increments = 6;
    store().put("counter", number(0));
    Callable<Integer> task =
        () -> {
          for (int done = 0; done < increments; done++) {
            increment();
          }
          return increments;
        };
    Together.run(IntStream.range(0, threads).mapToObj(n -> task).toList());
    store().expect("counter", number(threads * increments));
  }

  private void increment() {
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      DriverDownload download = store().open("counter");
      String etag = download.info().etag();
      String text = new String(StoreUnderTest.drain(download), StandardCharsets.US_ASCII);
      boolean written =
          wins(
              () -> {
                byte[] next = number(Integer.parseInt(text) + 1);
                store().put("counter", next, WriteCondition.ifMatch(etag));
                return true;
              });
      if (written) {
        return;
      }
    }
    throw new AssertionError("no increment succeeds, though somebody must always win");
  }

  private void expectOneWinner(ConditionalWriter writer, String stem, WriteCondition condition) {
    String key = writer.key(stem);
    List<Boolean> won =
        rivals(
            number -> {
              writer.write(store(), key, Payload.describing(5000 + number, number), condition);
              return true;
            });
    assertThat(won).as("who wrote %s with %s", writer, condition).containsOnlyOnce(true);
    assertThat(Payload.seedOf(store().read(key)))
        .as("whose bytes are stored by %s with %s", writer, condition)
        .isEqualTo(won.indexOf(true));
  }

  private List<Boolean> rivals(Rival rival) {
    return Together.run(
        IntStream.range(0, RIVALS)
            .<Callable<Boolean>>mapToObj(number -> () -> wins(() -> rival.attempt(number)))
            .toList());
  }

  /** Whether the call succeeds; it is repeated while its failure says that it may be. */
  private static boolean wins(Callable<Boolean> call) {
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      try {
        return call.call();
      } catch (StorageException e) {
        if (!e.retryable()) {
          StorageExceptionAssert.assertThat(e).isNotApplied(Kind.PRECONDITION_FAILED);
          return false;
        }
      } catch (Exception e) {
        throw new AssertionError("a rival failed in another way", e);
      }
    }
    throw new AssertionError("a call fails as retryable again and again");
  }

  private static byte[] number(int value) {
    return Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
  }

  /** One of many who attempt the same. */
  @FunctionalInterface
  interface Rival {

    /** Makes the attempt. */
    boolean attempt(int number);
  }
}
