// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.StorageKey;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Content whose source may block for longer than the call may take: it is opened and read by a
 * thread of the storage, and whoever reads it waits no longer than the call's deadline.
 */
final class TimedContent implements Content {

  private final Content source;
  private final StorageKey key;
  private final InFlight call;
  private final EngineParts parts;

  private TimedContent(Content source, StorageKey key, InFlight call, EngineParts parts) {
    this.source = source;
    this.key = key;
    this.call = call;
    this.parts = parts;
  }

  /** The content itself where no timeout applies or it cannot block, else timed content. */
  static Content of(Content source, StorageKey key, InFlight call, EngineParts parts) {
    return call.timed() && Sources.mayBlock(source)
        ? new TimedContent(source, key, call, parts)
        : source;
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
  public InputStream open() throws PullFailure {
    return PulledStream.start(source, key, call.deadline(), parts);
  }
}
