// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.resilience.Environment;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.StorageException;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloads and sessions that nobody closes. */
class LeaksTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final int LIMIT = 4;

  private final BentDriver driver = new BentDriver();
  private final List<String> warnings = new ArrayList<>();
  private final List<@Nullable Throwable> sites = new ArrayList<>();
  private @Nullable FileStorage opened;
  private @Nullable OpenCalls fronted;

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void F17_downloadsThatAreNeverClosed_areReclaimedAndTheStorageIsUsable() {
    FileStorage storage = storage(Pipeline.around(driver).limit(LIMIT));
    for (int leak = 0; leak < LIMIT + 10; leak++) {
      Eventually.holds("a permit is free again", () -> dropsOne(storage));
    }
    Eventually.holds("all permits are free", () -> opensAll(storage));
  }

  @Test
  void F17_leak_isLoggedOnceWithItsCallSite() {
    FileStorage storage = fronted(true);
    dropDownload(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    for (int call = 0; call < 10; call++) {
      assertThat(found(storage)).isTrue();
    }
    assertThat(warnings)
        .containsExactly(
            "A download or session of storage 'x' was dropped without being closed; it is closed"
                + " now. It was opened here:");
    assertThat(Arrays.stream(Objects.requireNonNull(sites.get(0)).getStackTrace()))
        .anyMatch(frame -> frame.getMethodName().equals("dropDownload"));
  }

  @Test
  void F17_leakWithoutTraces_saysHowToSeeThem() {
    FileStorage storage = fronted(false);
    dropDownload(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    assertThat(warnings).singleElement().asString().contains("leakTraces(true)");
    assertThat(sites).containsExactly((Throwable) null);
  }

  @Test
  void F17_leak_isFoundWithoutAThread() {
    FileStorage storage = fronted(false);
    dropDownload(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    assertThat(Eventually.threads("holdfast-x")).isEmpty();
    assertThat(Eventually.threads("Cleaner-")).isEmpty();
  }

  @Test
  void F17_session_isAborted() {
    AtomicInteger aborted = new AtomicInteger();
    driver.session = upload -> new ForwardingUpload(upload, aborted);
    FileStorage storage = fronted(false);
    dropSession(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    assertThat(aborted).hasValue(1);
    assertThat(storage.exists(StorageKey.of("session"))).isFalse();
  }

  @Test
  void closedDownloadsAndSessions_areNoLeaks() throws IOException {
    FileStorage storage = fronted(false);
    for (int call = 0; call < 100; call++) {
      storage.download(KEY).close();
      storage.download(KEY).readAllBytes(1_000);
      try (UploadSession session = storage.beginUpload(KEY)) {
        session.stream().write(new byte[1_000]);
        session.commit();
      }
    }
    dropDownload(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    assertThat(warnings).hasSize(1);
  }

  @Test
  void callThatEnded_isNoLeakThoughADriverKeepsIt() {
    FileStorage storage = fronted(false);
    OpenCalls calls = Objects.requireNonNull(fronted);
    InFlight kept = calls.begin(null);
    AtomicInteger freed = new AtomicInteger();
    kept.stayOpen();
    kept.heldBy(new Object(), freed::incrementAndGet);
    kept.end();
    dropDownload(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    Eventually.holds("others would be found", () -> found(storage));
    assertThat(warnings).hasSize(1);
    assertThat(freed).hasValue(0);
    assertThat(kept.held()).isFalse();
  }

  @Test
  void streamThatIsHeldAlone_isNoLeak() throws IOException {
    FileStorage storage = fronted(false);
    InputStream download = storage.download(KEY).stream();
    OutputStream upload = storage.beginUpload(StorageKey.of("held")).stream();
    dropDownload(storage);
    Eventually.holds("the leak is found", () -> found(storage));
    assertThat(download.readAllBytes()).hasSize(1_000);
    upload.write(new byte[200_000]);
    assertThat(warnings).hasSize(1);
  }

  private FileStorage storage(Pipeline pipeline) {
    FileStorage storage = pipeline.build();
    opened = storage;
    storage.upload(KEY, Content.ofBytes(new byte[1_000]));
    return storage;
  }

  /** A storage whose warnings are kept. */
  private FileStorage fronted(boolean traces) {
    Environment environment = Environment.system("leaks");
    Failures failures = new Failures("x");
    Leaks leaks =
        new Leaks(
            "x",
            traces,
            (message, callSite) -> {
              warnings.add(message);
              sites.add(callSite);
            });
    OpenCalls calls = new OpenCalls(environment, failures, Runnable::run, leaks);
    fronted = calls;
    EngineParts parts =
        new EngineParts(
            "x",
            driver,
            environment,
            calls,
            new Reports("x", null),
            failures,
            new WorkerThreads(Runnable::run, Runnable::run, () -> {}));
    FileStorage storage =
        new EngineStorage(
            parts, Runnable::run, Duration.ZERO, () -> environment.scheduler().close());
    opened = storage;
    storage.upload(KEY, Content.ofBytes(new byte[1_000]));
    return storage;
  }

  private boolean found(FileStorage storage) {
    System.gc();
    storage.exists(KEY);
    return !warnings.isEmpty();
  }

  private static void dropDownload(FileStorage storage) {
    Download ignored = storage.download(KEY);
    assertThat(ignored.info().sizeBytes()).isEqualTo(1_000);
  }

  private static void dropSession(FileStorage storage) {
    UploadSession ignored = storage.beginUpload(StorageKey.of("session"));
    assertThat(ignored).isNotNull();
  }

  /** Leaks one more, if there is a permit for it. */
  private static boolean dropsOne(FileStorage storage) {
    try {
      dropDownload(storage);
      return true;
    } catch (StorageException e) {
      assertThatStorageFailure(
              () -> {
                throw e;
              })
          .hasKind(Kind.OVERLOADED);
      System.gc();
      return false;
    }
  }

  private static boolean opensAll(FileStorage storage) {
    System.gc();
    List<Download> downloads = new ArrayList<>();
    try {
      for (int permit = 0; permit < LIMIT; permit++) {
        downloads.add(storage.download(KEY));
      }
      return true;
    } catch (StorageException ignored) { // not yet
      return false;
    } finally {
      downloads.forEach(Download::close);
    }
  }
}
