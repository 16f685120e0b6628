// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.resilience.Environment;
import dev.holdfast.resilience.HedgeTrigger;
import dev.holdfast.resilience.RetryBudget;
import dev.holdfast.resilience.RetryPolicy;
import dev.holdfast.resilience.Scheduler;
import dev.holdfast.resilience.Ticker;
import dev.holdfast.storage.AsyncFileStorage;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.DownloadOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ListRequest;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.UploadSession;
import dev.holdfast.storage.spi.StorageDriver;
import dev.holdfast.storage.spi.StorageObserver;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Null for any argument of any method is refused by name, before anything else happens. */
class NullArgumentsTest {

  private static final StorageKey KEY = StorageKey.of("key");

  /** A good value for each type of argument. */
  private static final Map<Class<?>, Object> GOOD =
      Map.ofEntries(
          Map.entry(StorageKey.class, KEY),
          Map.entry(Content.class, Content.ofBytes(new byte[1])),
          Map.entry(String.class, "text/plain"),
          Map.entry(UploadOptions.class, UploadOptions.defaults()),
          Map.entry(DownloadOptions.class, DownloadOptions.defaults()),
          Map.entry(DeleteOptions.class, DeleteOptions.defaults()),
          Map.entry(CopyOptions.class, CopyOptions.defaults()),
          Map.entry(ListRequest.class, ListRequest.ofPrefix("")),
          Map.entry(PresignRequest.class, PresignRequest.get(KEY)),
          Map.entry(Path.class, Path.of("never")),
          Map.entry(Collection.class, List.of(KEY)),
          Map.entry(Class.class, String.class),
          Map.entry(Duration.class, Duration.ZERO),
          Map.entry(StorageObserver.class, StorageObserver.none()),
          Map.entry(RetryPolicy.class, RetryPolicy.never()),
          Map.entry(RetryBudget.class, RetryBudget.standard(Ticker.system())),
          Map.entry(
              HedgeTrigger.class,
              HedgeTrigger.builder(Ticker.system(), RetryBudget.standard(Ticker.system())).build()),
          Map.entry(Executor.class, (Executor) Runnable::run));

  private final BentDriver driver = new BentDriver();
  private final Recorder recorder = new Recorder();
  private final FileStorage storage =
      Pipeline.around(driver)
          .observer(recorder)
          .executor(
              work -> {
                throw new AssertionError("a call was handed to the executor");
              })
          .build();

  @AfterEach
  void close() {
    storage.close();
  }

  static Stream<Arguments> arguments() {
    return Stream.of(
            arguments(FileStorage.class),
            arguments(AsyncFileStorage.class),
            arguments(Pipeline.class))
        .flatMap(Collection::stream);
  }

  @ParameterizedTest(name = "{0}({1})")
  @MethodSource("arguments")
  void call_withNull_namesItAndDoesNothing(String method, String argument, Method called) {
    driver.before =
        () -> {
          throw new AssertionError("the driver was called");
        };
    Object target =
        called.getDeclaringClass() == Pipeline.class
            ? Pipeline.around(driver)
            : called.getDeclaringClass() == FileStorage.class ? storage : storage.async();
    assertThatThrownBy(() -> call(target, called, argument))
        .as(method)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(argument);
    assertThat(recorder.lines).as("what was reported").isEmpty();
  }

  @Test
  void call_closedStorage_namesTheNullAllTheSame() {
    storage.close();
    assertThatThrownBy(() -> storage.stat(missing(StorageKey.class)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key");
  }

  @Test
  void deleteAll_withNullAmongTheKeys_deletesNothing() {
    storage.upload(KEY, Content.ofBytes(new byte[1]));
    List<StorageKey> keys = Arrays.asList(KEY, missing(StorageKey.class));
    assertThatThrownBy(() -> storage.deleteAll(keys))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keys must not have null");
    assertThatThrownBy(() -> storage.async().deleteAll(keys))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("keys must not have null");
    assertThat(storage.exists(KEY)).isTrue();
  }

  @Test
  void streams_withNull_nameIt() throws Exception {
    storage.upload(KEY, Content.ofBytes(new byte[1]));
    try (Download download = storage.download(KEY)) {
      byte[] none = missing(byte[].class);
      assertThatThrownBy(() -> download.stream().read(none, 0, 0))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("bytes");
      OutputStream nowhere = missing(OutputStream.class);
      assertThatThrownBy(() -> download.stream().transferTo(nowhere))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("out");
      assertThat(download.readAllBytes(1)).hasSize(1);
    }
    try (UploadSession session = storage.beginUpload(KEY)) {
      byte[] none = missing(byte[].class);
      assertThatThrownBy(() -> session.stream().write(none, 0, 0))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("bytes");
      assertThat(session.commit().info().sizeBytes()).isZero();
    }
  }

  /** One for each argument of each method; new methods are found by themselves. */
  private static List<Arguments> arguments(Class<?> type) {
    List<Arguments> all = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      if (!Modifier.isPublic(method.getModifiers())) {
        continue;
      }
      for (Parameter parameter : method.getParameters()) {
        assertThat(parameter.isNamePresent()).as("compiled with names of parameters").isTrue();
        if (parameter.getType().isPrimitive()) {
          continue;
        }
        all.add(Arguments.of(method.getName(), parameter.getName(), method));
      }
    }
    assertThat(all).as("arguments of %s", type).isNotEmpty();
    return all;
  }

  private Object call(Object target, Method method, String nulled) throws Throwable {
    @Nullable Object[] values = new @Nullable Object[method.getParameterCount()];
    for (int at = 0; at < values.length; at++) {
      Parameter parameter = method.getParameters()[at];
      values[at] = parameter.getName().equals(nulled) ? null : good(parameter.getType());
    }
    try {
      return method.invoke(target, values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object good(Class<?> type) {
    if (type == StorageDriver.class) {
      return driver;
    }
    if (type == Environment.class) {
      return Environment.system("never");
    }
    if (type == Scheduler.class) {
      return Environment.system("never").scheduler();
    }
    return Objects.requireNonNull(GOOD.get(type), () -> "there is no good value of " + type);
  }

  /** Null where a value of the type is wanted. */
  @SuppressWarnings("NullAway") // a caller that nobody checks
  private static <T> T missing(Class<T> type) {
    @Nullable T nothing = type.cast(null);
    return nothing;
  }
}
