// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.examples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.storage.Download;
import dev.holdfast.storage.FileStorage;
import dev.holdfast.storage.ObjectNotFoundException;
import dev.holdfast.storage.PresignRequest.Method;
import dev.holdfast.storage.StorageAccessDeniedException;
import dev.holdfast.storage.StorageKey;
import dev.holdfast.storage.local.LocalLinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Serves objects over HTTP to whoever has a link, on a free port that this machine alone can reach.
 * Any web framework would do; this is the server of the JDK.
 */
final class LinkServer implements AutoCloseable {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final String PATH = "/files";

  private final HttpServer http;

  private LinkServer(HttpServer http) {
    this.http = http;
  }

  /** Takes a port; nothing is served yet. */
  static LinkServer open() throws IOException {
    InetAddress address = InetAddress.getByAddress(LOOPBACK);
    return new LinkServer(HttpServer.create(new InetSocketAddress(address, 0), 0));
  }

  /** Where links begin. */
  URI base() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + PATH);
  }

  /** Begins to serve a storage. */
  void serve(FileStorage storage, LocalLinks links) {
    http.createContext(PATH, exchange -> answer(exchange, storage, links));
    http.start();
  }

  private static void answer(HttpExchange exchange, FileStorage storage, LocalLinks links)
      throws IOException {
    try (exchange) {
      Optional<LocalLinks.Grant> grant = allowed(exchange, links);
      if (grant.isEmpty()) {
        exchange.sendResponseHeaders(403, -1);
      } else if (grant.get().method() != Method.GET) {
        exchange.sendResponseHeaders(405, -1); // this server takes no uploads
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        boolean there = storage.exists(grant.get().key());
        exchange.sendResponseHeaders(there ? 200 : 404, -1);
      } else {
        send(exchange, storage, grant.get().key());
      }
    }
  }

  private static void send(HttpExchange exchange, FileStorage storage, StorageKey key)
      throws IOException {
    try (Download download = storage.download(key)) {
      exchange.sendResponseHeaders(200, 0); // chunked, whatever the length
      download.stream().transferTo(exchange.getResponseBody());
    } catch (ObjectNotFoundException e) {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private static Optional<LocalLinks.Grant> allowed(HttpExchange exchange, LocalLinks links) {
    try {
      return Optional.of(links.verify(exchange.getRequestMethod(), exchange.getRequestURI()));
    } catch (StorageAccessDeniedException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
