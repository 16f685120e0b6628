// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine.internal;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single-shot content, so that it can be sent again: in memory, then in an encrypted file.
 * What does not fit is sent once, or refused. Content that can be read again is passed as it is.
 */
public final class SpoolLayer extends ForwardingDriver {

  private final SpoolLimits limits;
  private final RandomGenerator random;
  private final ContentFailures failures;

  /**
   * Keeps content for {@code below}.
   *
   * @param random makes keys and names of files
   * @param where names the storage in messages
   */
  public SpoolLayer(StorageDriver below, SpoolLimits limits, RandomGenerator random, String where) {
    super(below);
    this.limits = limits;
    this.random = random;
    this.failures = new ContentFailures(where);
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    boolean tooLong = content.length().orElse(0L) > limits.most();
    if (content.replayable() || (tooLong && !limits.refusing())) {
      return below().put(key, content, options, call);
    }
    if (tooLong) {
      throw refused(key);
    }
    InputStream source = opened(key, content);
    try (Spool spool = new Spool(limits, random)) {
      boolean whole = filled(key, spool, source);
      checkKept(key, whole, spool.failure());
      Content kept = new KeptContent(content, spool, whole ? null : source, key, failures);
      return below().put(key, kept, options, call);
    } finally {
      closeQuietly(source);
    }
  }

  private InputStream opened(StorageKey key, Content content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw failures.translate(e, key, "the content could not be opened");
    }
  }

  private boolean filled(StorageKey key, Spool spool, InputStream source) {
    try {
      return spool.fill(source);
    } catch (IOException e) {
      throw failures.translate(e, key, "the content could not be read");
    }
  }

  private static void closeQuietly(InputStream source) {
    try {
      source.close();
    } catch (IOException ignored) { // all that was wanted of it was read
    }
  }

  private void checkKept(StorageKey key, boolean whole, @Nullable IOException failure) {
    if (failure instanceof ClosedByInterruptException) { // the file is lost with its channel
      throw failures.translate(failure, key, "");
    }
    if (!whole && limits.refusing()) {
      throw failure == null ? refused(key) : notKept(key, failure);
    }
  }

  private StorageException refused(StorageKey key) {
    return failures
        .of(Kind.INVALID_ARGUMENT, key)
        .reason(
            "the content can be read only once and is longer than the %d bytes that are kept for"
                    .formatted(limits.most())
                + " a second attempt")
        .advice("give content that can be read again, such as a file, or keep more")
        .build();
  }

  private StorageException notKept(StorageKey key, IOException failure) {
    return failures
        .of(Kind.OVERLOADED, key)
        .reason(
            "the content could not be kept for a second attempt: " + failure.getClass().getName())
        .advice("look at the directory and the space of the spooling")
        .cause(failure)
        .build();
  }
}
