// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testkit.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JDK's own HTTP client in front of a server, without any knowledge of S3. */
final class PlainClient {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final ScriptedS3 server;

  PlainClient(ScriptedS3 server) {
    this.server = server;
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  HttpResponse<String> put(String path, String body, String... headers) throws Exception {
    return send("PUT", path, body, headers);
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send("POST", path, body, headers);
  }

  HttpResponse<String> delete(String path, String... headers) throws Exception {
    return send("DELETE", path, "", headers);
  }

  HttpResponse<String> head(String path, String... headers) throws Exception {
    return send("HEAD", path, "", headers);
  }

  /** Puts an object and gives its ETag. */
  String stored(String path, String body, String... headers) throws Exception {
    HttpResponse<String> answer = put(path, body, headers);
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.headers().firstValue("etag").orElseThrow();
  }

  /** Sends a body of Latin-1 characters; paths begin behind the bucket. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    return send(request(method, path, body, headers).build());
  }

  HttpRequest.Builder request(String method, String path, String body, String... headers) {
    URI target = URI.create(server.endpoint() + "/" + server.bucket() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty() && !method.equals("PUT")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1));
    for (int at = 0; at < headers.length; at += 2) {
      request.header(headers[at], headers[at + 1]);
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  /** The text of the first element of a name. */
  static String element(HttpResponse<String> answer, String name) {
    Matcher found = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(answer.body());
    return found.find() ? found.group(1) : "";
  }
}
