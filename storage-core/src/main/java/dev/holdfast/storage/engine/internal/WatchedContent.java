// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Content of unknown length whose sending is watched: each piece that is taken gives the attempt
 * the time to send it, and a sender that comes back too late for the next one fails. The time that
 * the source takes counts for nobody.
 */
final class WatchedContent implements Content {

  private final Content source;
  private final StorageKey key;
  private final Attempt attempt;
  private final TimeLimits limits;

  WatchedContent(Content source, StorageKey key, Attempt attempt, TimeLimits limits) {
    this.source = source;
    this.key = key;
    this.attempt = attempt;
    this.limits = limits;
  }

  @Override
  public OptionalLong length() {
    return source.length();
  }

  @Override
  public boolean replayable() {
    return source.replayable();
  }

  @Override
  public Optional<Checksum> checksum() {
    return source.checksum();
  }

  @Override
  public InputStream open() throws IOException {
    return new Sent(source.open());
  }

  /** The bytes on their way to a sender. */
  private final class Sent extends BlockStream {

    private final InputStream stream;
    private final Throughput throughput = new Throughput(limits);
    private long leftAt = limits.ticker().nanos();
    private long spentNanos;
    private long taken;
    private long latest;

    Sent(InputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      long sending = limits.ticker().nanos() - leftAt;
      if (limits.watching() && throughput.tooLow(sending, latest)) {
        throw limits.tooSlow(StorageOperation.UPLOAD, key, throughput);
      }
      spentNanos += sending;
      int count = stream.read(bytes, offset, length);
      latest = Math.max(0, count);
      taken += latest;
      leftAt = limits.ticker().nanos();
      attempt.renew(limits.forUpload(taken, spentNanos));
      return count;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
