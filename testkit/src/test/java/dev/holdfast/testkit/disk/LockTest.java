// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LockTest {
  private final CrashFileSystem fs = Disks.empty();
  private final CrashFileSystem other = fs.otherProcess();

  private static FileChannel open(CrashFileSystem process) throws IOException {
    return FileChannel.open(
        process.getPath("/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static @Nullable FileLock tryLock(CrashFileSystem process) throws IOException {
    return open(process).tryLock();
  }

  @Test
  void tryLock_sameProcessTwice_isOverlapping() throws IOException {
    FileChannel first = open(fs);
    FileChannel second = open(fs);
    assertThat(first.tryLock()).isNotNull();
    assertThatThrownBy(second::tryLock).isInstanceOf(OverlappingFileLockException.class);
    assertThatThrownBy(first::tryLock).isInstanceOf(OverlappingFileLockException.class);
    assertThatThrownBy(second::lock).isInstanceOf(OverlappingFileLockException.class);
  }

  @Test
  void tryLock_heldByOtherProcess_isNullUntilReleased() throws IOException {
    FileLock lock = open(fs).lock();
    assertThat(tryLock(other)).isNull();
    assertThatThrownBy(() -> open(other).lock())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another process");
    lock.release();
    assertThat(lock.isValid()).isFalse();
    assertThat(tryLock(other)).isNotNull();
  }

  @Test
  void close_ofTheLockingChannel_releases() throws IOException {
    FileChannel channel = open(fs);
    FileLock lock = channel.lock();
    channel.close();
    assertThat(lock.isValid()).isFalse();
    assertThat(tryLock(other)).isNotNull();
    assertThatThrownBy(lock::release).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void close_ofAnotherChannelOnTheFile_dropsTheLockAsPosixDoes() throws IOException {
    FileChannel holder = open(fs);
    FileLock lock = holder.lock();
    open(fs).close();
    assertThat(lock.isValid()).as("the JDK does not notice").isTrue();
    assertThat(tryLock(other)).isNotNull();
  }

  @Test
  void close_ofAnAsynchronousChannelOnTheFile_dropsTheLockAsPosixDoes() throws IOException {
    assertThat(tryLock(fs)).isNotNull();
    AsynchronousFileChannel.open(fs.getPath("/lock"), StandardOpenOption.READ).close();
    assertThat(tryLock(other)).isNotNull();
  }

  @Test
  void processKilled_freesItsLocksAndNoOthers() throws IOException {
    assertThat(open(fs).tryLock(0, 1, false)).isNotNull();
    assertThat(open(other).tryLock(5, 1, false)).isNotNull();
    CrashFileSystem next = fs.processKilled();
    assertThat(open(next).tryLock(0, 1, false)).isNotNull();
    assertThat(open(next).tryLock(5, 1, false)).isNull();
  }

  @Test
  void afterCrash_noLockSurvives() throws IOException {
    assertThat(tryLock(fs)).isNotNull();
    assertThat(tryLock(fs.afterCrash(CrashPolicy.KEEP_ALL))).isNotNull();
  }

  @Test
  void sharedLocks_ofTwoProcesses_doNotConflict() throws IOException {
    open(fs).close();
    FileChannel reader = FileChannel.open(fs.getPath("/lock"), StandardOpenOption.READ);
    FileChannel otherReader = FileChannel.open(other.getPath("/lock"), StandardOpenOption.READ);
    assertThat(reader.tryLock(0, Long.MAX_VALUE, true)).isNotNull();
    assertThat(otherReader.tryLock(0, Long.MAX_VALUE, true)).isNotNull();
    assertThat(tryLock(other.otherProcess())).isNull();
    assertThatThrownBy(reader::tryLock).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> open(fs).tryLock(0, 1, true))
        .isInstanceOf(NonReadableChannelException.class);
  }

  @Test
  void lock_canFail() throws IOException {
    FileChannel channel = open(fs);
    fs.failures().failNth(1, IoCall.ofKind(CallKind.LOCK), Fault.EIO);
    assertThatThrownBy(channel::tryLock).hasMessage("Input/output error");
    assertThat(channel.tryLock()).isNotNull();
  }
}
