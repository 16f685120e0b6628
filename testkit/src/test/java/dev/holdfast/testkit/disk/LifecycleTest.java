// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.disk;

import static dev.holdfast.testkit.disk.Disks.bytes;
import static dev.holdfast.testkit.disk.Disks.read;
import static dev.holdfast.testkit.disk.Disks.writeDurable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Boots, processes, handles and interrupts. */
final class LifecycleTest {
  private final CrashFileSystem fs = Disks.empty();
  private final Path root = fs.root();

  private static void assertCrashed(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(CrashedException.class);
  }

  @Test
  void afterCrash_oldFileSystem_failsEveryCall() throws IOException {
    Path file = writeDurable(root.resolve("a"), "text");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    FileLock lock = channel.lock();
    CrashFileSystem other = fs.otherProcess();
    assertThat(fs.afterCrash(1)).isNotSameAs(fs);
    assertCrashed(() -> channel.write(bytes("x")));
    assertCrashed(() -> channel.force(true));
    assertCrashed(channel::size);
    assertCrashed(lock::release);
    assertCrashed(channel::close);
    assertCrashed(() -> Files.delete(file));
    assertCrashed(() -> Files.readString(file));
    assertCrashed(() -> Disks.list(root));
    assertCrashed(() -> Files.createDirectory(other.getPath("/d")));
    assertThat(fs.isOpen()).isFalse();
  }

  @Test
  void afterCrash_twice_givesIndependentOutcomesOfTheSameState() throws IOException {
    Files.writeString(root.resolve("a"), "text");
    CrashFileSystem kept = fs.afterCrash(CrashPolicy.KEEP_ALL);
    Files.writeString(kept.getPath("/a"), "changed later");
    CrashFileSystem keptToo = fs.afterCrash(CrashPolicy.KEEP_ALL);
    assertThat(read(keptToo, "/a")).isEqualTo("text");
    assertThat(read(kept, "/a")).isEqualTo("changed later");
  }

  @Test
  void keepAll_isStillNotDurable() throws IOException {
    Path file = writeDurable(root.resolve("a"), "old");
    Files.writeString(file, "new");
    Files.writeString(root.resolve("b"), "b");
    CrashFileSystem rebooted = fs.afterCrash(CrashPolicy.KEEP_ALL);
    assertThat(read(rebooted, "/a") + read(rebooted, "/b")).isEqualTo("newb");
    CrashFileSystem lost = rebooted.afterCrash(CrashPolicy.LOSE_ALL_UNFORCED);
    assertThat(read(lost, "/a") + read(lost, "/b")).isEqualTo("oldabsent");
  }

  @Test
  void powerLoss_whatSurvivesIsDurable() throws IOException {
    Files.writeString(root.resolve("a"), "text");
    CrashFileSystem after = fs.afterCrash(CrashPolicy.choosing(CrashChoice::newest));
    assertThat(read(after.afterCrash(CrashPolicy.LOSE_ALL_UNFORCED), "/a")).isEqualTo("text");
  }

  @Test
  void choosing_asksOnlyOpenQuestionsAndCanEnumerateAllOutcomes() throws IOException {
    writeDurable(root.resolve("a"), "old");
    Files.writeString(root.resolve("a"), "new");
    Set<String> outcomes = new TreeSet<>();
    Set<String> questions = new TreeSet<>();
    for (int bits = 0; bits < 16; bits++) {
      int answers = bits;
      int[] asked = {0};
      CrashPolicy policy =
          CrashPolicy.choosing(
              choice -> {
                questions.add(choice.what() + " " + choice.options());
                return (answers >> asked[0]++) & 1;
              });
      outcomes.add(read(fs.crashImage(policy), "/a"));
    }
    assertThat(questions).containsExactly("LENGTH 2", "SECTOR 2");
    assertThat(outcomes).containsExactly("", "new", "old");
  }

  @Test
  void crashImages_giveEveryOutcomeOnce() throws IOException {
    writeDurable(root.resolve("a"), "old");
    Files.writeString(root.resolve("a"), "new");
    Files.createFile(root.resolve("b"));
    Set<String> outcomes = new TreeSet<>();
    for (CrashFileSystem image : fs.crashImages(8)) {
      outcomes.add(read(image, "/a") + " " + Files.exists(image.getPath("/b")));
    }
    assertThat(outcomes)
        .containsExactly(" false", " true", "new false", "new true", "old false", "old true");
    assertThatThrownBy(() -> fs.crashImages(5)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tear_keepsNamesAndTearsContent() throws IOException {
    String text = "n".repeat(4096);
    Files.writeString(root.resolve("a"), text);
    int torn = 0;
    for (int seed = 0; seed < 50; seed++) {
      String left = read(fs.crashImage(CrashPolicy.tear(seed)), "/a");
      assertThat(left).isNotEqualTo("absent");
      torn += left.equals(text) ? 0 : 1;
    }
    assertThat(torn).isGreaterThan(25);
  }

  @Test
  void processKilled_keepsFilesAndClosesHandles() throws IOException {
    Path file = root.resolve("a");
    FileChannel channel = FileChannel.open(file, Disks.NEW);
    channel.write(bytes("text"));
    Files.delete(file);
    CrashFileSystem witness = fs.otherProcess();
    assertThat(witness.usedBytes()).isEqualTo(4);
    CrashFileSystem next = fs.processKilled();
    assertCrashed(() -> channel.write(bytes("x")));
    assertCrashed(() -> Files.size(root.resolve("b")));
    assertCrashed(() -> Disks.list(root));
    assertThat(next.usedBytes()).isZero();
    Files.writeString(next.getPath("/b"), "b");
    assertThat(read(witness, "/b")).isEqualTo("b");
    assertThatThrownBy(() -> fs.afterCrash(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void openPaths_namesChannelsAndDirectoryStreams() throws IOException {
    FileChannel channel = FileChannel.open(root.resolve("a"), Disks.NEW);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      assertThat(fs.openPaths()).containsExactly(root.resolve("a"), root);
      assertThat(fs.openChannels()).isEqualTo(2);
      assertThat(stream).hasSize(1);
    }
    assertThat(fs.openPaths()).containsExactly(root.resolve("a"));
    channel.close();
    channel.close();
    assertThat(fs.openChannels()).isZero();
  }

  @Test
  void close_endsTheProcess() throws IOException {
    FileChannel channel = FileChannel.open(root.resolve("a"), Disks.NEW);
    CrashFileSystem other = fs.otherProcess();
    fs.close();
    assertThatThrownBy(() -> Files.delete(root.resolve("a")))
        .isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(() -> channel.write(bytes("x")))
        .isInstanceOf(ClosedFileSystemException.class);
    assertThat(read(other, "/a")).isEmpty();
  }

  @Test
  void interruptedThread_closesTheChannel() throws IOException {
    FileChannel channel = FileChannel.open(root.resolve("a"), Disks.NEW);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> channel.write(bytes("x")))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.write(bytes("x")))
        .isExactlyInstanceOf(ClosedChannelException.class);
    assertThat(Files.size(root.resolve("a"))).isZero();
    assertThat(fs.openChannels()).isZero();
  }

  @Test
  void interruptWhileTheListenerHoldsTheCall_closesTheChannel() throws Exception {
    FileChannel channel = FileChannel.open(root.resolve("a"), Disks.NEW);
    CountDownLatch entered = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    fs.onCall(
        call -> {
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Thread writer =
        new Thread(
            () -> {
              try {
                channel.write(bytes("x"));
              } catch (IOException e) {
                thrown.set(e);
              }
            });
    writer.start();
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    writer.interrupt();
    writer.join(10_000);
    assertThat(writer.isAlive()).isFalse();
    fs.onCall(call -> {});
    assertThat(thrown.get()).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Files.size(root.resolve("a"))).isZero();
  }

  @Test
  void crashFromTheListener_callHasNoEffect() throws IOException {
    AtomicReference<@Nullable CrashFileSystem> next = new AtomicReference<>();
    Path file = writeDurable(root.resolve("a"), "text");
    fs.onCall(call -> next.set(fs.afterCrash(CrashPolicy.KEEP_ALL)));
    fs.failures().failNth(1, Fault.EIO);
    assertCrashed(() -> Files.delete(file));
    CrashFileSystem after = next.get();
    assertThat(after).isNotNull();
    if (after != null) {
      assertThat(read(after, "/a")).isEqualTo("text");
    }
  }

  @Test
  void dump_showsTreeAndWhatIsNotDurable() throws IOException {
    writeDurable(root.resolve("a"), "text");
    Files.writeString(root.resolve("b"), "12345");
    Files.createSymbolicLink(root.resolve("l"), fs.getPath("a"));
    Files.createDirectory(root.resolve("d"));
    Files.delete(root.resolve("a"));
    assertThat(fs.dump())
        .isEqualTo(
            """
            / #2 directory
            /a absent [name not durable: #3 absent]
            /b #4 5 bytes [durable 0 bytes, dirty sectors 1] [name not durable: absent #4]
            /d #6 directory [name not durable: absent #6]
            /l #5 -> a [name not durable: absent #5]
            """);
  }
}
