// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A blocking server that remembers what it got and, if asked to, echoes it. */
final class RecordingServer implements AutoCloseable {
  /** How a client's stream ended. */
  enum End {
    ORDERLY,
    RESET
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StringBuilder received = new StringBuilder();
  private final List<Socket> sockets = new ArrayList<>();
  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
  private final ServerSocket server;
  private final boolean echo;

  private RecordingServer(boolean echo) throws IOException {
    this.echo = echo;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  static RecordingServer echoing() throws IOException {
    return started(true);
  }

  static RecordingServer silent() throws IOException {
    return started(false);
  }

  private static RecordingServer started(boolean echo) throws IOException {
    RecordingServer recording = new RecordingServer(echo);
    inBackground(recording::acceptAll);
    return recording;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  String received() {
    lock.lock();
    try {
      return received.toString();
    } finally {
      lock.unlock();
    }
  }

  boolean awaitReceived(String text) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(10);
    lock.lock();
    try {
      while (received.indexOf(text) < 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return received.indexOf(text) >= 0;
    } finally {
      lock.unlock();
    }
  }

  @Nullable End awaitEnd(Duration limit) throws InterruptedException {
    return ends.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() throws IOException {
    server.close();
    lock.lock();
    try {
      for (Socket socket : sockets) {
        socket.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = server.accept();
        lock.lock();
        try {
          sockets.add(socket);
        } finally {
          lock.unlock();
        }
        inBackground(() -> serve(socket));
      }
    } catch (IOException ignored) { // closed at the end of the test
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      byte[] buffer = new byte[8192];
      int count = socket.getInputStream().read(buffer);
      while (count >= 0) {
        record(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        if (echo) {
          socket.getOutputStream().write(buffer, 0, count);
        }
        count = socket.getInputStream().read(buffer);
      }
      ends.add(End.ORDERLY);
    } catch (IOException ignored) { // the test asks how it ended
      ends.add(End.RESET);
    }
  }

  private void record(String text) {
    lock.lock();
    try {
      received.append(text);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "recording-server");
    thread.setDaemon(true);
    thread.start();
  }
}
