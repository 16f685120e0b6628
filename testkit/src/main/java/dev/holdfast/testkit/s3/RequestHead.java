// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Request line and header fields.
 *
 * @param method the method as it came
 * @param path the path of the target, still encoded
 * @param query the query of the target, still encoded, or empty
 * @param headers the fields
 * @param raw every byte of the head, one character each
 */
record RequestHead(String method, String path, String query, Headers headers, String raw) {
  private static final int MOST_LINES = 500;

  /**
   * Reads the next head.
   *
   * @return null if the connection ended in order before the first byte
   * @throws IOException if it ended later, or what came is not a head
   */
  static @Nullable RequestHead read(WireInput in) throws IOException {
    StringBuilder raw = new StringBuilder();
    String start;
    try {
      start = in.line(raw);
    } catch (EOFException e) {
      if (raw.isEmpty()) {
        return null;
      }
      throw e;
    }
    String[] parts = start.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new IOException("not a request line: " + start);
    }
    Headers headers = new Headers();
    int lines = 0;
    for (String line = in.line(raw); !line.isEmpty(); line = in.line(raw)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || ++lines > MOST_LINES) {
        throw new IOException("not a header: " + line);
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    String target = withoutHost(parts[1]);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return new RequestHead(parts[0], path, query, headers, raw.toString());
  }

  /** Whether the client waits for permission to send the body. */
  boolean expectsContinue() {
    return headers.lists("expect", "100-continue");
  }

  /** Whether the client wants no further request on this connection. */
  boolean closes() {
    return headers.lists("connection", "close");
  }

  private static String withoutHost(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    int host = target.indexOf("://");
    int slash = host < 0 ? -1 : target.indexOf('/', host + 3);
    return slash < 0 ? "/" : target.substring(slash);
  }
}
