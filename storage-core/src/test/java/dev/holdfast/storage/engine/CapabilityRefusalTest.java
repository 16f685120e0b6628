// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.storage.engine;

import static dev.holdfast.testkit.storage.StorageExceptionAssert.assertThatStorageFailure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.holdfast.storage.Capability;
import dev.holdfast.storage.Content;
import dev.holdfast.storage.CopyOptions;
import dev.holdfast.storage.DeleteOptions;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.PresignRequest;
import dev.holdfast.storage.StorageException.Kind;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.UploadOptions;
import dev.holdfast.storage.WriteCondition;
import dev.holdfast.storage.spi.CallContext;
import dev.holdfast.storage.spi.ListQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a driver would ignore is refused before it is called, and nothing is applied. */
class CapabilityRefusalTest {

  private static final StorageKey KEY = StorageKey.of("key");
  private static final Set<Capability> ALL = EnumSet.complementOf(EnumSet.of(Capability.PRESIGN));

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(Capability.IF_ABSENT, upload(o -> o.condition(WriteCondition.ifAbsent()))),
        refusal(Capability.IF_MATCH, upload(o -> o.condition(WriteCondition.ifMatch("1")))),
        refusal(Capability.METADATA, upload(o -> o.metadata("name", "value"))),
        refusal(Capability.METADATA, upload(o -> o.contentType("text/plain"))),
        refusal(Capability.METADATA, upload(o -> o.fileName("name.txt"))),
        refusal(
            Capability.METADATA, s -> s.store(Content.ofBytes(new byte[1]), "n.txt", "text/plain")),
        refusal(Capability.TAGS, upload(o -> o.tag("name", "value"))),
        refusal(Capability.UPLOAD_SESSION, s -> s.beginUpload(KEY)),
        refusal(
            Capability.IF_ABSENT,
            s ->
                s.beginUpload(
                    KEY, UploadOptions.builder().condition(WriteCondition.ifAbsent()).build())),
        refusal(
            Capability.IF_ABSENT,
            s ->
                s.copy(
                    KEY, KEY, CopyOptions.builder().condition(WriteCondition.ifAbsent()).build())),
        refusal(
            Capability.IF_MATCH,
            s ->
                s.copy(
                    KEY,
                    KEY,
                    CopyOptions.builder().condition(WriteCondition.ifMatch("1")).build())),
        refusal(Capability.IF_MATCH_DELETE, s -> s.delete(KEY, DeleteOptions.ifMatch("1"))),
        refusal(Capability.PRESIGN, s -> s.presign(PresignRequest.get(KEY))));
  }

  static Stream<Consumer<FileStorage>> writes() {
    return Stream.of(
        s -> s.upload(KEY, Content.ofBytes(new byte[1])),
        s -> s.store(Content.ofBytes(new byte[1]), "name", "text/plain"),
        s -> s.beginUpload(KEY),
        s -> s.delete(KEY),
        s -> s.deleteAll(List.of(KEY)),
        s -> s.copy(KEY, KEY));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void call_withoutCapability_isUnsupportedAndNotApplied(
      Capability missing, Consumer<FileStorage> call) {
    Set<Capability> capabilities = EnumSet.copyOf(ALL);
    capabilities.remove(missing);
    BentDriver driver = new BentDriver(capabilities);
    driver.before = () -> assertThat(false).as("the driver is called").isTrue();
    try (FileStorage storage = Pipeline.around(driver).build()) {
      assertThatStorageFailure(() -> call.accept(storage)).isNotApplied(Kind.UNSUPPORTED);
      assertThat(storage.capabilities()).isEqualTo(capabilities);
    }
    assertThat(driver.memory.list(new ListQuery("", false, "", 10), CallContext.unbounded()))
        .matches(page -> page.entries().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void call_withEveryCapability_isPassedOn(Capability missing, Consumer<FileStorage> call) {
    BentDriver driver = new BentDriver();
    driver.before =
        () -> {
          throw new UnsupportedOperationException("reached");
        };
    driver.capabilities = EnumSet.allOf(Capability.class);
    assertThat(driver.capabilities).contains(missing);
    try (FileStorage storage = Pipeline.around(driver).build()) {
      assertThatThrownBy(() -> call.accept(storage)).hasMessage("reached");
    }
  }

  @ParameterizedTest
  @MethodSource("writes")
  void write_toReadOnlyDriver_isReadOnlyAndNotApplied(Consumer<FileStorage> call) {
    Set<Capability> capabilities = EnumSet.copyOf(ALL);
    capabilities.remove(Capability.WRITE);
    BentDriver driver = new BentDriver(capabilities);
    driver.before = () -> assertThat(false).as("the driver is called").isTrue();
    try (FileStorage storage = Pipeline.around(driver).build()) {
      assertThatStorageFailure(() -> call.accept(storage)).isNotApplied(Kind.READ_ONLY);
    }
  }

  @Test
  void plainCalls_withoutAnyCapability_arePassedOn() {
    try (FileStorage storage = Pipeline.around(new BentDriver(Set.of(Capability.WRITE))).build()) {
      storage.upload(KEY, Content.ofBytes(new byte[] {1, 2}));
      assertThat(storage.stat(KEY)).isPresent();
      storage.copy(KEY, StorageKey.of("copy"));
      storage.delete(KEY);
      assertThat(storage.deleteAll(List.of(StorageKey.of("copy"))).complete()).isTrue();
    }
  }

  @Test
  void presign_ofWriteOnReadOnlyDriver_isReadOnly() {
    CapabilityCheck check =
        new CapabilityCheck(Set.of(Capability.PRESIGN, Capability.METADATA), new Failures("x"));
    check.presign(PresignRequest.get(KEY));
    assertThatStorageFailure(() -> check.presign(PresignRequest.put(KEY)))
        .isNotApplied(Kind.READ_ONLY);
  }

  @Test
  void presign_ofContentTypeThatIsNotKept_isUnsupported() {
    CapabilityCheck check =
        new CapabilityCheck(Set.of(Capability.PRESIGN, Capability.WRITE), new Failures("x"));
    check.presign(PresignRequest.put(KEY));
    PresignRequest typed =
        PresignRequest.builder(PresignRequest.Method.PUT, KEY).contentType("text/plain").build();
    assertThatStorageFailure(() -> check.presign(typed)).isNotApplied(Kind.UNSUPPORTED);
  }

  private static Arguments refusal(Capability missing, Consumer<FileStorage> call) {
    return arguments(missing, call);
  }

  private static Consumer<FileStorage> upload(Consumer<UploadOptions.Builder> option) {
    return storage -> {
      UploadOptions.Builder options = UploadOptions.builder();
      option.accept(options);
      storage.upload(KEY, Content.ofBytes(new byte[1]), options.build());
    };
  }
}
