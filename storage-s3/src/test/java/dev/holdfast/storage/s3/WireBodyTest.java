// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.ByteBudget;
import dev.holdfast.resilience.Deadline;
import dev.holdfast.resilience.Waits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** F3, T3: bytes on their way, and when all of them were taken. */
final class WireBodyTest {

  private static final byte[] BYTES = {1, 2, -1, 4};

  @Test
  void takenWhole_onlyWhenTheLastByteWasHandedOut() throws IOException {
    WireBody body = new WireBody(() -> new ByteArrayInputStream(BYTES), 4, OptionalLong.empty());
    assertThat(body.takenWhole()).isFalse();
    InputStream stream = body.newStream();
    assertThat(stream.read(new byte[9], 0, 0)).isZero();
    assertThat(stream.read()).isEqualTo(1);
    assertThat(stream.read()).isEqualTo(2);
    assertThat(stream.read()).isEqualTo(255);
    assertThat(body.takenWhole()).isFalse();
    assertThat(stream.read()).isEqualTo(4);
    assertThat(body.takenWhole()).isTrue();
    assertThat(stream.read()).isEqualTo(-1);
    body.newStream();
    assertThat(body.takenWhole()).as("opened again").isFalse();
  }

  @Test
  void newStream_closesTheOneBefore_andForgetsWhatClosingThrows() {
    AtomicInteger closed = new AtomicInteger();
    WireBody body =
        new WireBody(
            () ->
                new ByteArrayInputStream(BYTES) {
                  @Override
                  public void close() throws IOException {
                    closed.incrementAndGet();
                    throw new IOException("of closing");
                  }
                },
            4,
            OptionalLong.empty());
    body.newStream();
    body.newStream();
    assertThat(closed).hasValue(1);
    body.release();
    body.release();
    assertThat(closed).hasValue(2);
    assertThat(body.failure()).isNull();
  }

  @Test
  void failure_isTheFirst_andEveryReadFailsThen() {
    IOException failure = new IOException("of the source");
    WireBody unopened =
        new WireBody(
            () -> {
              throw failure;
            },
            4,
            OptionalLong.empty());
    assertThatThrownBy(unopened::newStream).isInstanceOf(RuntimeException.class);
    assertThat(unopened.failure()).isSameAs(failure);
    WireBody shorter = new WireBody(() -> new ByteArrayInputStream(BYTES), 5, OptionalLong.empty());
    InputStream stream = shorter.newStream();
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    assertThat(shorter.failure()).isInstanceOf(WireBody.Changed.class);
    assertThat(shorter.takenWhole()).isFalse();
  }

  @Test
  void otherBytes_areNeverHandedOutWhole() throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(BYTES);
    OptionalLong right = OptionalLong.of(crc.getValue());
    WireBody same = new WireBody(() -> new ByteArrayInputStream(BYTES), 4, right);
    assertThat(same.newStream().readAllBytes()).isEqualTo(BYTES);
    WireBody other = new WireBody(() -> new ByteArrayInputStream(new byte[4]), 4, right);
    InputStream stream = other.newStream();
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
    assertThat(other.takenWhole()).isFalse();
  }

  @Test
  void interrupt_beforeTheLastByte_keepsItBack() {
    WireBody body = new WireBody(() -> new ByteArrayInputStream(BYTES), 4, OptionalLong.empty());
    InputStream stream = body.newStream();
    Thread.currentThread().interrupt();
    assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(body.failure()).isInstanceOf(InterruptedIOException.class);
    assertThat(body.takenWhole()).isFalse();
  }

  @Test
  void T7_buffer_takesNoMoreMemoryThanItsLease() throws Exception {
    ByteBudget budget = ByteBudget.create(100_000, Waits.parking());
    ByteBudget.Lease lease = budget.acquire(70_000, Deadline.never()).orElseThrow();
    CRC32C crc = new CRC32C();
    PartBuffer buffer = new PartBuffer(lease, crc);
    byte[] bytes = S3Fixture.bytes(70_000);
    int filled = buffer.put(bytes, 0, 10);
    InputStream rest = new ByteArrayInputStream(bytes, filled, bytes.length - filled);
    while (!buffer.full()) {
      filled += buffer.fill(rest);
    }
    assertThat(filled).isEqualTo(70_000);
    assertThat(buffer.open().read()).isEqualTo(bytes[0] & 0xff);
    assertThat(buffer.open().read(new byte[1], 0, 0)).isZero();
    assertThat(buffer.open().readAllBytes()).isEqualTo(bytes);
    CRC32C whole = new CRC32C();
    whole.update(bytes);
    assertThat(crc.getValue()).isEqualTo(whole.getValue());
    assertThat(budget.inFlightBytes()).isEqualTo(70_000);
    buffer.release();
    buffer.release();
    assertThat(budget.inFlightBytes()).isZero();
  }
}
