// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An S3 server inside the JVM whose requests go wrong as a test writes it, and whose content can be
 * looked at from behind.
 *
 * <p>What it holds is strongly consistent: every operation happens at one moment, and {@link
 * #history} tells in which order, by which request. Unless a fault takes a request, the server
 * answers as AWS does, but for what its {@link S3Dialect} says. Versions, listings and uploads live
 * in memory.
 *
 * <p>Binds a free port of 127.0.0.1; one named daemon thread for each connection and one that
 * accepts. Thread-safe. All threads and sockets are gone when {@link #close} returns.
 */
public final class ScriptedS3 implements AutoCloseable {
  private final ServerParts parts;
  private final Listener listener;
  private final List<String> buckets;
  private final boolean encrypted;
  private volatile S3Dialect dialect;

  ScriptedS3(ScriptedS3Builder builder) {
    this.buckets = List.copyOf(builder.buckets);
    this.dialect = builder.dialect;
    this.encrypted = builder.tls != null;
    S3State state = new S3State(builder.clock, builder.versioned);
    buckets.forEach(state::addBucket);
    Events events = new Events(builder.waits, builder.ticker);
    this.parts =
        new ServerParts(
            state,
            new Operations(state),
            new Decoding(builder.keepAtMost),
            new Signatures(builder.secrets, builder.region),
            new Script(events),
            new RequestLog(builder.mostRequests, events),
            events,
            () -> dialect);
    SSLContext tls = builder.tls;
    this.listener =
        new Listener(
            (socket, number) -> {
              Socket channel = tls == null ? socket : encrypted(tls, socket);
              new Connection(parts, new Wire(socket, channel), number).run();
            },
            builder.mostConnections,
            events);
  }

  /** Starts a server as AWS is, with a bucket named {@code bucket}, which takes any signature. */
  public static ScriptedS3 start() {
    return builder().start();
  }

  /** A server with settings of one's own. */
  public static ScriptedS3Builder builder() {
    return new ScriptedS3Builder();
  }

  /** Where clients connect: scheme, address and port. Buckets stand in the path. */
  public URI endpoint() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return URI.create((encrypted ? "https://" : "http://") + host + ":" + port());
  }

  /** The port where clients connect. */
  public int port() {
    return listener.port();
  }

  /** The first bucket; methods that name no bucket are about it. */
  public String bucket() {
    return buckets.get(0);
  }

  /** From the next request on, behaves in another way. */
  public void dialect(S3Dialect newDialect) {
    dialect = newDialect;
  }

  /** Takes the signatures of one more key; from now on, every request must be signed. */
  public void allow(String accessKey, String secretKey) {
    parts.signatures().allow(accessKey, secretKey);
  }

  /** Takes the signatures of a key no longer. */
  public void revoke(String accessKey) {
    parts.signatures().revoke(accessKey);
  }

  /** Begins a line of the script: what happens with requests that match. */
  public S3Scripting on(RequestMatcher matcher) {
    return new S3Scripting(parts.script(), matcher);
  }

  /** All requests that came, in the order of arrival. */
  public List<RecordedRequest> requests() {
    return parts.log().all();
  }

  /** The requests that match, in the order of arrival. */
  public List<RecordedRequest> requests(RequestMatcher matcher) {
    return requests().stream().filter(matcher::matches).toList();
  }

  /**
   * Waits until the requests are as a test wants them.
   *
   * @return false when the limit has come, or on an interrupt, which is kept
   */
  public boolean awaitRequests(Predicate<List<RecordedRequest>> wanted, Duration limit) {
    return parts.events().await(() -> wanted.test(requests()), limit);
  }

  /** Every change of every key since the start, in the order in which they took effect. */
  public List<S3Effect> history() {
    return parts.state().locked(parts.state()::effects);
  }

  /** Every change of one key since the start, in the order in which they took effect. */
  public List<S3Effect> history(String key) {
    return history().stream().filter(effect -> effect.key().equals(key)).toList();
  }

  /** The keys that have an object, in the order of their UTF-8 bytes. */
  public List<String> keys() {
    return locked(
        bucket -> bucket.keys().stream().filter(key -> bucket.current(key) != null).toList());
  }

  /** The bytes of an object, as they would be read now. */
  public Optional<byte[]> content(String key) {
    return locked(bucket -> Optional.ofNullable(bucket.current(key)))
        .map(version -> version.content().body().bytes());
  }

  /** The keys of multipart uploads that are neither completed nor aborted. */
  public List<String> unfinishedUploads() {
    return locked(bucket -> bucket.uploads().stream().map(Upload::key).toList());
  }

  /**
   * Turns one bit of an object; its ETag and its checksums stay.
   *
   * @throws IllegalArgumentException if there is no such byte
   */
  public void corrupt(String key, long offset) {
    boolean done =
        locked(
            bucket -> {
              Version old = bucket.current(key);
              if (old == null || offset >= old.content().body().size() || offset < 0) {
                return false;
              }
              Content right = old.content();
              Body wrong = right.body().flipped(offset);
              Content rotten = new Content(wrong, right.etag(), right.checksums());
              bucket.replace(key, old, old.with(rotten));
              return true;
            });
    if (!done) {
      throw new IllegalArgumentException("no byte " + offset + " under " + key);
    }
  }

  /** How many connections were accepted since the start. */
  public long acceptedConnections() {
    return listener.accepted();
  }

  /** How many connections are open. */
  public int openConnections() {
    return listener.openConnections();
  }

  /**
   * Waits until so many connections, or fewer, are open.
   *
   * @return false when the limit has come, or on an interrupt, which is kept
   */
  public boolean awaitOpenConnections(int most, Duration limit) {
    return parts.events().await(() -> openConnections() <= most, limit);
  }

  /** Refuses connections from now on, and cuts those that are open. */
  public void refuse() {
    listener.refuse();
  }

  /**
   * Accepts connections again, on the same port.
   *
   * @throws UncheckedIOException if another process has taken the port
   */
  public void accept() {
    try {
      listener.accept();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen again on port " + port(), e);
    }
  }

  /** Cuts all connections that are open; new ones are accepted. */
  public void cutConnections() {
    listener.cut();
  }

  /** Removes objects, uploads, history, requests and faults; connections and buckets stay. */
  public void clear() {
    parts.script().clear();
    parts.log().clear();
    boolean ignored =
        parts
            .state()
            .locked(
                () -> {
                  parts.state().clear();
                  return true;
                });
  }

  /** Closes all connections and the port. Does nothing the second time. */
  @Override
  public void close() {
    parts.events().close();
    listener.close();
  }

  private <T> T locked(Function<Bucket, T> action) {
    return parts.state().locked(() -> action.apply(parts.state().bucket(bucket())));
  }

  private static Socket encrypted(SSLContext tls, Socket socket) throws IOException {
    SSLSocket channel =
        (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    channel.setUseClientMode(false);
    return channel;
  }
}
