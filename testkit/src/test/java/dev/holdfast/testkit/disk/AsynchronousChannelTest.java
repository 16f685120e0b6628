// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static dev.holdfast.testkit.disk.Disks.read;
import static dev.holdfast.testkit.disk.Disks.writeDurable;
import static dev.holdfast.testkit.disk.Disks.writeForced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that can be forced by a thread that is interrupted. */
final class AsynchronousChannelTest {
  private final CrashFileSystem fs = Disks.empty();
  private final Path root = fs.root();

  private static AsynchronousFileChannel open(Path path) throws IOException {
    return AsynchronousFileChannel.open(path, StandardOpenOption.READ);
  }

  private String durable(String path) throws IOException {
    return read(fs.crashImage(CrashPolicy.LOSE_ALL_UNFORCED), path);
  }

  private static void assertFails(ThrowingCallable force) {
    assertThatThrownBy(force)
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Input/output error");
  }

  @AfterEach
  void clearFlag() {
    boolean ignored = Thread.interrupted();
  }

  @Test
  void force_ofDirectory_savesItsNames() throws IOException {
    writeForced(root.resolve("a"), "text");
    try (AsynchronousFileChannel channel = open(root)) {
      assertThat(fs.openPaths()).containsExactly(root);
      channel.force(true);
    }
    assertThat(durable("/a")).isEqualTo("text");
    assertThat(fs.callCounts().toString())
        .isEqualTo("{OPEN=1, CREATE=1, WRITE=1, FORCE_FILE=1, FORCE_DIRECTORY=1, CLOSE=2}");
    assertThat(fs.openChannels()).isZero();
  }

  @Test
  void force_ofFile_savesItsBytesAndAttributes() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    Files.writeString(file, "new");
    Files.setAttribute(file, "user:k", bytes("v"));
    long forces = fs.calls(CallKind.FORCE_FILE);
    try (AsynchronousFileChannel channel = open(file)) {
      channel.force(false);
      assertThat(durable("/a")).isEqualTo("new");
      assertThat(durableAttributes(file)).isZero();
      channel.force(true);
      assertThat(durableAttributes(file)).isEqualTo(1);
    }
    assertThat(fs.calls(CallKind.FORCE_FILE)).isEqualTo(forces + 2);
  }

  private int durableAttributes(Path file) throws IOException {
    CrashFileSystem left = fs.crashImage(CrashPolicy.LOSE_ALL_UNFORCED);
    return Files.readAttributes(left.getPath(file.toString()), "user:*").size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void force_interruptedBeforeOrMeanwhile_isDoneAndKeepsTheFlag(boolean before) throws IOException {
    writeForced(root.resolve("a"), "text");
    try (AsynchronousFileChannel channel = open(root)) {
      if (before) {
        Thread.currentThread().interrupt();
      } else {
        fs.onCall(call -> Thread.currentThread().interrupt());
      }
      channel.force(true);
      fs.onCall(call -> {});
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isTrue();
    }
    assertThat(durable("/a")).isEqualTo("text");
  }

  @Test
  void force_failsWhileInterrupted_tellsOfTheFailureAndKeepsTheFlag() throws IOException {
    writeForced(root.resolve("a"), "text");
    try (AsynchronousFileChannel channel = open(root)) {
      fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
      Thread.currentThread().interrupt();
      assertFails(() -> channel.force(true));
      assertThat(Thread.interrupted()).isTrue();
      channel.force(true);
    }
    assertThat(durable("/a")).isEqualTo("absent");
  }

  @ParameterizedTest
  @EnumSource(
      value = CallKind.class,
      names = {"FORCE_FILE", "FORCE_DIRECTORY"})
  void force_fails_isToldOnceToEachChannelThatWasOpen(CallKind kind) throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    Path path = kind == CallKind.FORCE_FILE ? file : root;
    try (AsynchronousFileChannel first = open(path);
        AsynchronousFileChannel second = open(path);
        FileChannel third = FileChannel.open(path, StandardOpenOption.READ)) {
      fs.failures().failNth(1, IoCall.ofKind(kind), Fault.EIO);
      assertFails(() -> first.force(true));
      try (AsynchronousFileChannel later = open(path);
          FileChannel alsoLater = FileChannel.open(path, StandardOpenOption.READ)) {
        assertFails(() -> second.force(true));
        assertFails(() -> third.force(true));
        first.force(true);
        second.force(true);
        third.force(true);
        later.force(true);
        alsoLater.force(true);
      }
    }
  }

  @Test
  void force_failsThroughAFileChannel_isToldHere() throws IOException {
    try (AsynchronousFileChannel channel = open(root)) {
      fs.failures().failNth(1, IoCall.ofKind(CallKind.FORCE_DIRECTORY), Fault.EIO);
      assertFails(() -> Disks.forceDirectory(root));
      assertFails(() -> channel.force(true));
      channel.force(true);
    }
  }

  @Test
  void close_twice_isOneCall() throws IOException {
    AsynchronousFileChannel channel = open(root);
    assertThat(channel.isOpen()).isTrue();
    channel.close();
    channel.close();
    assertThat(channel.isOpen()).isFalse();
    assertThat(fs.calls(CallKind.CLOSE)).isEqualTo(1);
  }

  @Test
  void close_fails_descriptorIsReleasedAllTheSame() throws IOException {
    AsynchronousFileChannel channel = open(root);
    fs.failures().failNth(1, IoCall.ofKind(CallKind.CLOSE), Fault.EIO);
    assertFails(channel::close);
    assertThat(fs.openChannels()).isZero();
  }

  @Test
  void force_closed_isRefusedAndNoCall() throws IOException {
    AsynchronousFileChannel channel = open(root);
    channel.close();
    assertThatThrownBy(() -> channel.force(true)).isExactlyInstanceOf(ClosedChannelException.class);
    assertThat(fs.calls(CallKind.FORCE_DIRECTORY)).isZero();
  }

  @Test
  void force_closedMeanwhile_savesNothingAndDidNotFail() throws IOException {
    writeForced(root.resolve("a"), "text");
    AsynchronousFileChannel channel = open(root);
    fs.onCall(call -> closeAt(call, channel));
    assertThatThrownBy(() -> channel.force(true)).isInstanceOf(AsynchronousCloseException.class);
    fs.onCall(call -> {});
    assertThat(durable("/a")).isEqualTo("absent");
    Disks.forceDirectory(root);
    assertThat(durable("/a")).isEqualTo("text");
  }

  private static void closeAt(IoCall call, Channel channel) throws IOException {
    if (call.kind() == CallKind.FORCE_DIRECTORY) {
      channel.close();
    }
  }

  @Test
  void force_processKilledOrPowerLost_fails() throws IOException {
    AsynchronousFileChannel killed = open(root);
    CrashFileSystem next = fs.processKilled();
    assertThatThrownBy(() -> killed.force(true)).isInstanceOf(CrashedException.class);
    AsynchronousFileChannel crashed = open(next.root());
    next.afterCrash(1);
    assertThatThrownBy(() -> crashed.force(true)).isInstanceOf(CrashedException.class);
  }

  @Test
  void open_missingOrFailing_opensNothing() {
    assertThatThrownBy(() -> open(root.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    fs.failures().failNth(1, IoCall.ofKind(CallKind.OPEN), Fault.EMFILE);
    assertThatThrownBy(() -> open(root)).hasMessage("/: Too many open files");
    assertThat(fs.openChannels()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = StandardOpenOption.class,
      names = {"WRITE", "APPEND", "DELETE_ON_CLOSE"})
  void open_forMoreThanReading_isUnsupported(OpenOption option) {
    Path file = root.resolve("a");
    assertThatThrownBy(() -> AsynchronousFileChannel.open(file, option))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(fs.calls()).isZero();
  }

  @Test
  void anythingElse_isUnsupported() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    try (AsynchronousFileChannel channel = open(root)) {
      List<ThrowingCallable> calls =
          List.of(
              channel::size,
              () -> channel.truncate(0),
              () -> channel.read(buffer, 0),
              () -> channel.read(buffer, 0, "", handler()),
              () -> channel.write(buffer, 0),
              () -> channel.write(buffer, 0, "", handler()),
              channel::tryLock,
              channel::lock,
              () -> channel.lock("", handler()));
      assertThat(calls)
          .allSatisfy(
              call -> assertThatThrownBy(call).isInstanceOf(UnsupportedOperationException.class));
    }
  }

  private static <T> CompletionHandler<T, Object> handler() {
    return new CompletionHandler<>() {
      @Override
      public void completed(T result, @Nullable Object attachment) {}

      @Override
      public void failed(Throwable e, @Nullable Object attachment) {}
    };
  }
}
