// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Checksum;
import dev.holdfast.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Content that remembers if it was opened: what can be read only once can then be sent no more. */
final class OpenedContent implements Content {

  private final Content source;
  private volatile boolean opened;

  OpenedContent(Content source) {
    this.source = source;
  }

  /** Whether all of it can still be read. */
  boolean canBeSent() {
    return !opened || source.replayable();
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
    opened = true;
    return source.open();
  }
}
