// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import dev.holdfast.resilience.BreakerSettings;
import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.HedgeTrigger;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.engine.internal.BreakLayer;
import dev.holdfast.storage.engine.internal.ChecksumLayer;
import dev.holdfast.storage.engine.internal.CountLayer;
import dev.holdfast.storage.engine.internal.HedgeLayer;
import dev.holdfast.storage.engine.internal.LimitLayer;
import dev.holdfast.storage.engine.internal.Measures;
import dev.holdfast.storage.engine.internal.RetryLayer;
import dev.holdfast.storage.engine.internal.SpoolLayer;
import dev.holdfast.storage.engine.internal.SpoolLimits;
import dev.holdfast.storage.engine.internal.Starter;
import dev.holdfast.storage.engine.internal.TimeLimits;
import dev.holdfast.storage.engine.internal.TimeoutLayer;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link FileStorage} of a {@link StorageDriver}: the table of contents of what a call
 * passes on its way to a backend.
 *
 * <pre>{@code
 * FileStorage storage = Pipeline.around(driver).name("archive").build();
 * }</pre>
 *
 * <p>A call passes, from the outside in: the front, which checks options against capabilities,
 * guards content, verifies bodies and observes; then layers, which are drivers around drivers; then
 * the driver. A layer is there only if its setting is given. Their order is fixed: keep content for
 * a second reading, sum it up, repeat an attempt, send a second one beside a slow one, stop
 * attempts at a backend that is down, limit how many run at once, bound each in time, count it. So
 * an operation is observed once however often it is repeated, and each attempt is counted and
 * limited by itself.
 *
 * <p>For backends and for authors of drivers; applications use the builder of their backend. The
 * builder is not thread-safe, the storage is.
 */
public final class Pipeline {

  private final StorageDriver driver;
  private String name;
  private @Nullable Environment environment;
  private @Nullable StorageObserver observer;
  private @Nullable Executor executor;
  private Duration closeGrace = Duration.ofSeconds(10);
  private @Nullable RetryPolicy retry;
  private @Nullable RetryBudget budget;
  private Spooling spooling = Spooling.never();
  private boolean checksums;
  private @Nullable HedgeTrigger hedge;
  private @Nullable Starter hedgeThreads;
  private @Nullable BreakerSettings breaker;
  private @Nullable Integer limit;
  private boolean leakTraces;
  private @Nullable Timeouts timeouts;

  private Pipeline(StorageDriver driver) {
    this.driver = driver;
    this.name = driver.name();
  }

  /**
   * Begins with a driver and the defaults.
   *
   * @param driver from now on owned by the storage, which closes it
   */
  public static Pipeline around(StorageDriver driver) {
    return new Pipeline(Objects.requireNonNull(driver, "driver"));
  }

  /** The name in receipts, messages, measurements and threads; the driver's by default. */
  public Pipeline name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Clock, waits, threads and randomness. Not closed by the storage; by default it makes one on the
   * machine's own and closes that.
   */
  public Pipeline environment(Environment environment) {
    this.environment = Objects.requireNonNull(environment, "environment");
    return this;
  }

  /**
   * Hears what the storage does. By default {@link StorageTelemetry} does, with the OpenTelemetry
   * that is global when the storage is built; {@link StorageObserver#none()} is nobody.
   */
  public Pipeline observer(StorageObserver observer) {
    this.observer = Objects.requireNonNull(observer, "observer");
    return this;
  }

  /**
   * Runs the calls of {@link FileStorage#async()}. Not closed by the storage; by default each call
   * has a virtual thread where the JDK has them, else 16 daemon threads with a queue of 256.
   */
  public Pipeline executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * How long {@link FileStorage#close()} waits for transfers before it aborts them; 10 seconds by
   * default, zero for not at all.
   */
  public Pipeline closeGrace(Duration closeGrace) {
    this.closeGrace = Objects.requireNonNull(closeGrace, "closeGrace");
    return this;
  }

  /**
   * Repeats what failed and may be repeated; without it every failure is the caller's at once. What
   * is sent a second time: <em>What is sent a second time</em> in the decision records.
   *
   * @param budget shared by all storages that talk to the same servers
   */
  public Pipeline retry(RetryPolicy policy, RetryBudget budget) {
    this.retry = Objects.requireNonNull(policy, "policy");
    this.budget = Objects.requireNonNull(budget, "budget");
    return this;
  }

  /** Keeps single-shot content for a second attempt; it is sent once by default. */
  public Pipeline spooling(Spooling spooling) {
    this.spooling = Objects.requireNonNull(spooling, "spooling");
    return this;
  }

  /**
   * Whether content that can be read again, or is kept, and announces no checksum is read once
   * before it is sent, so that its CRC32C goes ahead of it. Off by default: a backend that keeps
   * checksums without being told needs no second reading.
   */
  public Pipeline checksums(boolean checksums) {
    this.checksums = checksums;
    return this;
  }

  /**
   * Sends a second request beside a slow one, for {@code stat} and for opening a download, while no
   * breaker is open or trying. Off by default. Requests that may get a second one run in threads of
   * the storage.
   *
   * @param trigger says when a request is slow and whether a second one is allowed
   */
  public Pipeline hedge(HedgeTrigger trigger) {
    this.hedge = Objects.requireNonNull(trigger, "trigger");
    this.hedgeThreads = null;
    return this;
  }

  /**
   * As {@link #hedge(HedgeTrigger)}, with requests run as tasks of a scheduler without delay. For
   * simulations: a scheduler of few threads lets requests wait for each other.
   */
  public Pipeline hedge(HedgeTrigger trigger, Scheduler scheduler) {
    Objects.requireNonNull(scheduler, "scheduler");
    this.hedge = Objects.requireNonNull(trigger, "trigger");
    this.hedgeThreads = (name, work) -> scheduler.schedule(name, Duration.ZERO, work);
    return this;
  }

  /** Stops attempts at a backend that is down: one breaker each for reads, writes and listings. */
  public Pipeline breaker(BreakerSettings settings) {
    this.breaker = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Limits what is in flight; one more fails at once as {@code OVERLOADED}. Downloads that are open
   * count.
   *
   * @param requests at the most, one or more
   */
  public Pipeline limit(int requests) {
    this.limit = requests;
    return this;
  }

  /**
   * Whether the warning about a download or session that was dropped without being closed shows
   * where it was opened; off by default, because it costs a stack trace for each.
   */
  public Pipeline leakTraces(boolean leakTraces) {
    this.leakTraces = leakTraces;
    return this;
  }

  /** Bounds each attempt in time; by default only the timeouts of the options do. */
  public Pipeline timeouts(Timeouts timeouts) {
    this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
    return this;
  }

  /**
   * The storage.
   *
   * @throws IllegalArgumentException that lists every setting that makes no sense
   */
  public FileStorage build() {
    validate();
    Environment given = environment;
    Environment used = given == null ? Environment.system("holdfast-" + name) : given;
    WorkerThreads threads = WorkerThreads.of(name);
    StorageObserver told = observer == null ? StorageTelemetry.global() : observer;
    StorageDriver layers = layers(used, threads, new Measures(name, told));
    Failures failures = new Failures(name);
    OpenCalls calls =
        new OpenCalls(used, failures, threads.content(), Leaks.logged(name, leakTraces));
    Environment owned = given == null ? used : null;
    return new EngineStorage(
        new EngineParts(name, layers, used, calls, new Reports(name, told), failures, threads),
        executor == null ? threads.calls() : executor,
        closeGrace,
        () -> free(layers, threads, owned));
  }

  /** What a call passes behind the front, from the inside out: each stands around those before. */
  private StorageDriver layers(Environment used, WorkerThreads threads, Measures measures) {
    StorageDriver layers = new CountLayer(driver, used.ticker(), measures);
    if (timeouts != null) {
      layers = new TimeoutLayer(layers, limits(timeouts, used));
    }
    if (limit != null) {
      layers = new LimitLayer(layers, limit, measures);
    }
    BooleanSupplier calm = () -> true;
    if (breaker != null) {
      BreakLayer guarded = new BreakLayer(layers, breaker, patience(), used.ticker(), measures);
      calm = guarded::calm;
      layers = guarded;
    }
    if (hedge != null) {
      layers = new HedgeLayer(layers, hedge, calm, starter(threads), used, measures);
    }
    if (retry != null && budget != null) {
      layers = new RetryLayer(layers, retry, budget, used, measures);
    }
    if (checksums) {
      layers = new ChecksumLayer(layers, name);
    }
    SpoolLimits kept = limits(spooling);
    return kept.active() ? new SpoolLayer(layers, kept, used.random(), name) : layers;
  }

  private Starter starter(WorkerThreads threads) {
    return hedgeThreads == null ? (task, work) -> threads.start(work) : hedgeThreads;
  }

  private TimeLimits limits(Timeouts timeouts, Environment used) {
    return new TimeLimits(
        name,
        timeouts.control(),
        timeouts::forUpload,
        timeouts.leastBytesPerSecond(),
        timeouts.throughputWindow(),
        used.ticker());
  }

  private static SpoolLimits limits(Spooling spooling) {
    return new SpoolLimits(
        spooling.memoryBytes(),
        spooling.fileBytes(),
        spooling.directory().orElse(null),
        spooling.refusing());
  }

  /** How long a working backend may take for a request that sends so many bytes. */
  private LongFunction<Duration> patience() {
    Timeouts used = timeouts == null ? Timeouts.standard() : timeouts;
    return bytes -> bytes == 0L ? used.control() : used.forUpload(bytes);
  }

  /** Closes what a storage owns: the driver, its threads, its environment if it made that. */
  static void free(StorageDriver layers, WorkerThreads threads, @Nullable Environment owned) {
    try {
      layers.close();
    } finally {
      threads.end().run();
      if (owned != null) {
        owned.scheduler().close();
      }
    }
  }

  private void validate() {
    List<String> problems = new ArrayList<>();
    if (name.isBlank()) {
      problems.add("name must not be blank");
    }
    if (closeGrace.isNegative()) {
      problems.add("closeGrace must not be negative: " + closeGrace);
    }
    if (limit != null && limit < 1) {
      problems.add("limit must be 1 or more: " + limit);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }
}
