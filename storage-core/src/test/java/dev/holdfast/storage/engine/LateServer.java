// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.ObjectInfo;
import dev.holdfast.storage.Outcome;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageExceptionBuilder;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.StorageOperation;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.DriverDownload;
import dev.holdfast.testkit.storage.MemoryDriver;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A server in memory behind a bad network, which knows the truth: which operation was applied, and
 * of which a request is still on its way.
 */
final class LateServer extends ForwardingProbe {

  /** Operations of which a request took effect. */
  final Set<Integer> applied = new HashSet<>();

  /** The operation whose requests come now. */
  int operation;

  /** Requests of operations, not of the test. */
  int requests;

  private final MemoryDriver memory;
  private final Random random;
  private final int trouble;
  private final List<Late> late = new ArrayList<>();

  /**
   * A server.
   *
   * @param trouble how many of a hundred requests fail
   */
  LateServer(MemoryDriver memory, Random random, int trouble) {
    super(memory);
    this.memory = memory;
    this.random = random;
    this.trouble = trouble;
  }

  /** Whether a request of an operation may still take effect. */
  boolean flying(int operationAsked) {
    return late.stream().anyMatch(one -> one.operation == operationAsked);
  }

  /** Lets requests arrive that are late. */
  void deliver(boolean all) {
    while (!late.isEmpty() && (all || random.nextInt(3) == 0)) {
      Late one = late.remove(random.nextInt(late.size()));
      applyUnheard(one.operation, one.request);
    }
  }

  @Override
  public ObjectInfo put(StorageKey key, Content content, UploadOptions options, CallContext call) {
    int roll = random.nextInt(100);
    if (roll < trouble / 4) {
      requests++;
      throw failure(StorageOperation.UPLOAD, key, Outcome.NOT_APPLIED).build();
    }
    byte[] bytes;
    try (InputStream stream = content.open()) {
      bytes = stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return write(
        StorageOperation.UPLOAD, key, () -> memory.put(key, Content.ofBytes(bytes), options, call));
  }

  @Override
  public ObjectInfo copy(
      StorageKey source, StorageKey target, CopyOptions options, CallContext call) {
    return write(StorageOperation.COPY, target, () -> memory.copy(source, target, options, call));
  }

  @Override
  public void delete(StorageKey key, WriteCondition condition, CallContext call) {
    String done =
        write(
            StorageOperation.DELETE,
            key,
            () -> {
              memory.delete(key, condition, call);
              return "done";
            });
    if (!done.equals("done")) {
      throw new AssertionError(done);
    }
  }

  @Override
  public Optional<ObjectInfo> stat(StorageKey key, CallContext call) {
    return read(StorageOperation.STAT, key, () -> memory.stat(key, call));
  }

  @Override
  public DriverDownload get(StorageKey key, DownloadOptions options, CallContext call) {
    DriverDownload opened =
        read(StorageOperation.DOWNLOAD, key, () -> memory.get(key, options, call));
    if (random.nextInt(100) >= trouble) {
      return opened;
    }
    long until = random.nextInt((int) opened.range().length() + 1);
    return new DriverDownload(opened.info(), opened.range(), new Broken(opened.body(), until));
  }

  private <T> T read(StorageOperation request, StorageKey key, Supplier<T> work) {
    requests++;
    deliver(false);
    if (random.nextInt(100) < trouble / 2) {
      throw failure(request, key, Outcome.NOT_APPLIED).build();
    }
    return work.get();
  }

  private <T> T write(StorageOperation request, StorageKey key, Supplier<T> work) {
    requests++;
    deliver(false);
    if (random.nextInt(100) >= trouble) {
      T result = work.get();
      applied.add(operation);
      return result;
    }
    int fate = random.nextInt(6);
    if (fate == 2 || fate == 3) {
      applyUnheard(operation, work);
    } else if (fate == 4) {
      late.add(new Late(operation, work));
    }
    Outcome outcome = fate == 0 ? Outcome.NOT_APPLIED : Outcome.UNKNOWN;
    StorageExceptionBuilder facts = failure(request, key, outcome);
    throw (fate <= 2 ? facts.settled() : facts).build();
  }

  private void applyUnheard(int sender, Supplier<?> work) {
    try {
      Object unheard = work.get();
      assertThat(unheard).isNotNull();
      applied.add(sender);
    } catch (StorageException ignored) { // its condition did not hold, and nobody hears that either
      return;
    }
  }

  private StorageExceptionBuilder failure(
      StorageOperation request, StorageKey key, Outcome outcome) {
    StorageExceptionBuilder facts =
        StorageException.builder(random.nextBoolean() ? Kind.UNAVAILABLE : Kind.THROTTLED)
            .operation(request)
            .key(key)
            .outcome(outcome);
    return random.nextInt(4) == 0 ? facts.retryAfter(Duration.ofMillis(300)) : facts;
  }

  /** A request that has not arrived. */
  private record Late(int operation, Supplier<?> request) {}

  /** A body that breaks off with a failure or ends early. */
  private final class Broken extends InputStream {

    private final InputStream body;
    private final boolean fails = random.nextBoolean();
    private long left;

    Broken(InputStream body, long left) {
      this.body = body;
      this.left = left;
    }

    @Override
    public int read() {
      throw new AssertionError("bodies are read in blocks");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      deliver(false);
      if (left == 0 && fails) {
        throw new IOException("broken");
      }
      int read = left == 0 ? -1 : body.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
