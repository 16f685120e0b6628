// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.verification.architecture;

import static dev.holdfast.verification.architecture.Target.anyOf;
import static dev.holdfast.verification.architecture.Target.exactly;
import static dev.holdfast.verification.architecture.Target.made;
import static dev.holdfast.verification.architecture.Target.timed;

import com.tngtech.archunit.core.domain.JavaAccess;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/** What production code does through an adapter and nowhere else, and the calls that do it. */
enum Effect {
  TIME(
      "read a clock",
      anyOf(System.class, "nanoTime", "currentTimeMillis"),
      anyOf(java.time.Clock.class, "system", "systemUTC", "systemDefaultZone"),
      anyOf(java.time.Clock.class, "tickMillis", "tickSeconds", "tickMinutes"),
      anyOf(java.time.InstantSource.class, "system"),
      exactly(java.time.Instant.class, "now"),
      exactly(java.time.LocalDate.class, "now"),
      exactly(java.time.LocalTime.class, "now"),
      exactly(java.time.LocalDateTime.class, "now"),
      exactly(java.time.OffsetDateTime.class, "now"),
      exactly(java.time.ZonedDateTime.class, "now"),
      exactly(java.util.Date.class, "<init>")),

  RANDOM(
      "draw randomness that no seed decides",
      exactly(java.util.Random.class, "<init>"),
      exactly(java.util.SplittableRandom.class, "<init>"),
      made(java.security.SecureRandom.class),
      anyOf(java.security.SecureRandom.class, "getInstance", "getInstanceStrong"),
      anyOf(ThreadLocalRandom.class, "current"),
      anyOf(Math.class, "random"),
      anyOf(StrictMath.class, "random"),
      anyOf(java.util.UUID.class, "randomUUID"),
      anyOf(java.util.random.RandomGenerator.class, "getDefault"),
      anyOf(java.util.Collections.class, "shuffle").with(List.class)),

  WAIT(
      "wait by itself",
      anyOf(Thread.class, "sleep", "join", "yield", "onSpinWait"),
      anyOf(LockSupport.class, "park", "parkNanos", "parkUntil"),
      anyOf(Object.class, "wait"),
      anyOf(Condition.class, "await", "awaitNanos", "awaitUninterruptibly", "awaitUntil"),
      timed(Lock.class, "tryLock"),
      anyOf(CountDownLatch.class, "await"),
      anyOf(CyclicBarrier.class, "await"),
      anyOf(Exchanger.class, "exchange"),
      anyOf(Phaser.class, "awaitAdvance", "awaitAdvanceInterruptibly", "arriveAndAwaitAdvance"),
      anyOf(Semaphore.class, "acquire", "acquireUninterruptibly"),
      timed(Semaphore.class, "tryAcquire"),
      anyOf(Future.class, "get", "join"),
      anyOf(BlockingQueue.class, "take"),
      anyOf(SynchronousQueue.class, "put"),
      timed(BlockingQueue.class, "poll"),
      timed(BlockingQueue.class, "offer"),
      anyOf(ExecutorService.class, "awaitTermination", "invokeAll", "invokeAny"),
      anyOf(TimeUnit.class, "sleep", "timedJoin", "timedWait"),
      anyOf(Process.class, "waitFor")),

  THREAD(
      "start threads of its own",
      made(Thread.class),
      made(ThreadPoolExecutor.class),
      made(ForkJoinPool.class),
      made(java.util.Timer.class),
      anyOf(ForkJoinPool.class, "commonPool"),
      anyOf(Executors.class, "newCachedThreadPool", "newFixedThreadPool", "newWorkStealingPool"),
      anyOf(Executors.class, "newSingleThreadExecutor", "newSingleThreadScheduledExecutor"),
      anyOf(Executors.class, "newScheduledThreadPool"),
      exactly(CompletableFuture.class, "supplyAsync", java.util.function.Supplier.class),
      exactly(CompletableFuture.class, "runAsync", Runnable.class)),

  MACHINE(
      "ask the machine for settings, or end it",
      anyOf(System.class, "getProperty", "getProperties", "getenv", "exit", "gc"),
      anyOf(Runtime.class, "exit", "halt", "addShutdownHook", "gc"),
      anyOf(Boolean.class, "getBoolean"),
      anyOf(Integer.class, "getInteger"),
      anyOf(Long.class, "getLong")),

  CHARSET(
      "use the default charset",
      anyOf(java.nio.charset.Charset.class, "defaultCharset"),
      exactly(String.class, "getBytes"),
      exactly(String.class, "<init>", byte[].class),
      exactly(String.class, "<init>", byte[].class, int.class, int.class),
      exactly(java.io.FileReader.class, "<init>", String.class),
      exactly(java.io.FileReader.class, "<init>", java.io.File.class),
      exactly(java.io.FileWriter.class, "<init>", String.class),
      exactly(java.io.FileWriter.class, "<init>", java.io.File.class),
      exactly(java.io.InputStreamReader.class, "<init>", InputStream.class),
      exactly(java.io.OutputStreamWriter.class, "<init>", OutputStream.class),
      exactly(PrintStream.class, "<init>", OutputStream.class),
      exactly(PrintStream.class, "<init>", OutputStream.class, boolean.class),
      exactly(java.io.ByteArrayOutputStream.class, "toString"),
      exactly(java.util.Scanner.class, "<init>", InputStream.class)),

  CONSOLE(
      "write to the console",
      anyOf(System.class, "out", "err", "in", "console"),
      anyOf(Throwable.class, "printStackTrace")),

  SERIALIZATION(
      "read or write serialized objects",
      made(java.io.ObjectInputStream.class),
      made(java.io.ObjectOutputStream.class));

  private final String deed;

  private final List<Target> targets;

  Effect(String deed, Target... targets) {
    this.deed = deed;
    this.targets = List.of(targets);
  }

  /** What the effect does, as the end of "may not ...". */
  String deed() {
    return deed;
  }

  /** Whether an access to a field, method or constructor is this effect. */
  boolean happensIn(JavaAccess<?> access) {
    return targets.stream().anyMatch(target -> target.matches(access));
  }
}
